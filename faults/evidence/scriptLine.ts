import { createHash } from 'node:crypto';

/** What every line of the fault run's JumpScript begins with; a job's log may hold others, e.g. of its agent. */
export const LINE_MARK = 'faults ';

/** The line that `jumpscripts/faults/count.py` writes. */
export function lineText(run: string, number: number, width: number): string {
  const filling = createHash('md5').update(`${run} ${number}`).digest('hex');
  return `${LINE_MARK}${run} ${number} ${filling.repeat(Math.floor(width / filling.length) + 1)}`.slice(0, width);
}

/** Which line it claims to be; undefined: none of the script's. */
export function parseLine(message: string): { run: string; number: number } | undefined {
  const [, run, number] = /^faults ([0-9a-f]+) (\d+) /.exec(message) ?? [];
  return run === undefined ? undefined : { run, number: Number(number) };
}
