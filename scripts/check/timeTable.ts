import type { StepReport } from './runSteps';

/** One line a step, in the order they began: when, how long, what came of it. Pure. */
export function timeTable(reports: readonly StepReport[], totalSeconds: number): string {
  const wide = Math.max(...reports.map(({ name }) => name.length), 'total'.length);
  const line = (name: string, ...cells: string[]): string =>
    [name.padEnd(wide), ...cells.map((cell) => cell.padStart(8))].join('');
  const seconds = (value: number): string => value.toFixed(1);
  return [
    line('step', 'began s', 'took s', 'passed', 'failed'),
    ...[...reports]
      .sort((a, b) => a.startSeconds - b.startSeconds)
      .map(({ name, startSeconds, seconds: took, passed, failed }) =>
        line(name, seconds(startSeconds), seconds(took), String(passed), String(failed))
      ),
    line('total', '', seconds(totalSeconds)),
  ].join('\n');
}
