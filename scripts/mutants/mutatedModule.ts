/** A change that the tests did not notice. */
export interface Survivor {
  line: number;
  /** What is written there. */
  source: string;
  /** What it was changed to. */
  what: string;
  /** Why that is as it should be; undefined: nobody has looked. */
  reason: string | undefined;
}

export interface MutatedModule {
  module: string;
  killed: number;
  survived: Survivor[];
}

/** Percentage of all changes that were noticed; 100 where there was nothing to change. */
export function score(modules: ReadonlyArray<Pick<MutatedModule, 'killed' | 'survived'>>): number {
  const killed = modules.reduce((sum, module) => sum + module.killed, 0);
  const all = modules.reduce((sum, module) => sum + module.killed + module.survived.length, 0);
  return all === 0 ? 100 : (100 * killed) / all;
}
