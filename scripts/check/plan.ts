/** What the plan must know of a step. */
export interface Planned {
  name: string;
  /** Steps whose work it builds on. */
  needs?: readonly string[];
  /** How many cores it keeps busy; 1 when left out. */
  cores?: number;
}

/** A step that is in no map of states waits. */
export type StepState = 'running' | 'passed' | 'failed' | 'not run';

export type StepStates = ReadonlyMap<string, StepState>;

/** The first step, in the table's order, whose needs have passed and for which cores are free. Pure. */
export function nextStep<S extends Planned>(steps: readonly S[], states: StepStates, cores: number): S | undefined {
  const busy = steps
    .filter(({ name }) => states.get(name) === 'running')
    .reduce((sum, step) => sum + coresOf(step, cores), 0);
  return steps.find(
    (step) =>
      !states.has(step.name) &&
      (step.needs ?? []).every((need) => states.get(need) === 'passed') &&
      busy + coresOf(step, cores) <= cores
  );
}

/** Steps that can never start, each with the need that is to blame. Pure. */
export function hopelessSteps<S extends Planned>(
  steps: readonly S[],
  states: StepStates
): Array<{ step: S; because: string }> {
  return steps.flatMap((step) => {
    const because = (step.needs ?? []).find((need) => ['failed', 'not run'].includes(states.get(need) ?? ''));
    return states.has(step.name) || because === undefined ? [] : [{ step, because }];
  });
}

/**
 * The steps whose names hold one of the words, and what those need; all of them without a word. Pure.
 * @throws Error when a word or a need names no step, for both would pass unseen.
 */
export function chooseSteps<S extends Planned>(steps: readonly S[], words: readonly string[]): S[] {
  const chosen = new Set<S>();
  const add = (step: S): void => {
    if (!chosen.has(step)) {
      chosen.add(step);
      (step.needs ?? []).forEach((need) => add(stepNamed(steps, need)));
    }
  };
  for (const word of words.length === 0 ? [''] : words) {
    const found = steps.filter(({ name }) => name.toLowerCase().includes(word.toLowerCase()));
    if (found.length === 0) {
      throw new Error(`No step's name holds "${word}". Steps: ${steps.map(({ name }) => name).join(', ')}.`);
    }
    found.forEach(add);
  }
  return steps.filter((step) => chosen.has(step));
}

function stepNamed<S extends Planned>(steps: readonly S[], name: string): S {
  const found = steps.find((step) => step.name === name);
  if (!found) {
    throw new Error(`A step needs "${name}", which is no step.`);
  }
  return found;
}

/** A step that wants more cores than there are has the machine to itself. */
function coresOf(step: Planned, cores: number): number {
  return Math.min(step.cores ?? 1, cores);
}
