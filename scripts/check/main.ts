import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chooseSteps } from './plan';
import { runSteps, type StepReport } from './runSteps';
import { checkSteps } from './steps';
import { timeTable } from './timeTable';

const say = (message: string): void => console.log(message);

/** `npm test`, or the steps whose names hold one of the words: `npm test -- lint types`. */
async function main(words: readonly string[]): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'openvcloud-check-'));
  const env = { ...process.env, CI: process.env.CI ?? 'true', FORCE_COLOR: '0' };
  const cores = Math.max(2, availableParallelism());
  const steps = checkSteps({ root: resolve(__dirname, '..', '..'), env, scratch, cores });
  const reports = await runSteps(chooseSteps(steps, words), {
    cores,
    say,
    onEnd: announce,
  });
  rmSync(scratch, { recursive: true, force: true });
  say(`\nNode ${process.version}\n${timeTable(reports, process.uptime())}`);
  const sum = (count: (report: StepReport) => number): number =>
    reports.reduce((total, report) => total + count(report), 0);
  const failed = sum((report) => report.failed);
  say(`\n${sum((report) => report.passed)} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** All a step has to say comes at its end, in one piece: steps run side by side. */
function announce({ name, passed, failed, seconds, output }: StepReport): void {
  say(
    `${failed === 0 ? 'ok  ' : 'FAIL'} ${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)${failed === 0 ? '' : `\n${output}`}`
  );
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
);
