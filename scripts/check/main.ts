import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CHECK_STEPS, type CheckContext, type StepResult } from './steps';

const say = (message: string): void => console.log(message);

/** Runs every step, also after a failed one: one run tells everything that is wrong. */
async function main(): Promise<number> {
  const context: CheckContext = {
    root: resolve(__dirname, '..', '..'),
    env: { ...process.env, CI: process.env.CI ?? 'true', FORCE_COLOR: '0' },
    scratch: mkdtempSync(join(tmpdir(), 'openvcloud-check-')),
    say,
  };
  const total = { passed: 0, failed: 0 };
  for (const step of CHECK_STEPS) {
    const started = Date.now();
    const result = await step.run(context).catch(asFailure);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    say(
      `${result.failed === 0 ? 'ok  ' : 'FAIL'} ${step.name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`
    );
    if (result.failed > 0) {
      say(result.output);
    }
    total.passed += result.passed;
    total.failed += result.failed;
  }
  rmSync(context.scratch, { recursive: true, force: true });
  say(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

function asFailure(error: unknown): StepResult {
  return { passed: 0, failed: 1, output: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

void main().then((code) => process.exit(code));
