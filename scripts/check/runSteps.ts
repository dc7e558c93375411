import type { Counts } from './counts';
import { hopelessSteps, nextStep, type Planned, type StepState } from './plan';

export interface StepResult extends Counts {
  /** Shown when something failed. */
  output: string;
}

export interface StepContext {
  /** A line of progress. */
  say: (message: string) => void;
  /** Aborted when the step's time is over: then it ends what it runs. */
  signal: AbortSignal;
}

export interface CheckStep extends Planned {
  /** It is stopped, and has failed, after so many minutes. */
  minutes: number;
  run: (context: StepContext) => Promise<StepResult>;
}

export interface StepReport extends StepResult {
  name: string;
  /** When it began, after the run did. */
  startSeconds: number;
  seconds: number;
}

interface Settings {
  cores: number;
  say: (message: string) => void;
  onEnd: (report: StepReport) => void;
}

/** Runs steps side by side as far as the cores go; one that failed stops only those that need it. */
export async function runSteps(steps: readonly CheckStep[], { cores, say, onEnd }: Settings): Promise<StepReport[]> {
  const states = new Map<string, StepState>();
  const running = new Map<string, Promise<void>>();
  const reports: StepReport[] = [];
  const began = Date.now();

  const note = (report: StepReport, state: StepState): void => {
    states.set(report.name, state);
    reports.push(report);
    onEnd(report);
  };
  const start = async (step: CheckStep): Promise<void> => {
    const started = Date.now();
    const result = await runWithin(step, (message) => say(`[${step.name}] ${message}`));
    running.delete(step.name);
    const times = { startSeconds: (started - began) / 1000, seconds: (Date.now() - started) / 1000 };
    note({ name: step.name, ...times, ...result }, result.failed === 0 ? 'passed' : 'failed');
  };

  for (;;) {
    const step = nextStep(steps, states, cores);
    const [hopeless] = hopelessSteps(steps, states);
    if (step) {
      states.set(step.name, 'running');
      running.set(step.name, start(step));
    } else if (hopeless) {
      note(notRun(hopeless.step.name, hopeless.because, (Date.now() - began) / 1000), 'not run');
    } else if (running.size > 0) {
      await Promise.race(running.values());
    } else {
      return reports;
    }
  }
}

async function runWithin(step: CheckStep, say: (message: string) => void): Promise<StepResult> {
  const stopping = new AbortController();
  const timer = setTimeout(() => stopping.abort(), step.minutes * 60_000);
  try {
    const result = await step.run({ say, signal: stopping.signal }).catch(asFailure);
    return stopping.signal.aborted ? outOfTime(step, result) : result;
  } finally {
    clearTimeout(timer);
  }
}

function outOfTime({ name, minutes }: CheckStep, { passed, failed, output }: StepResult): StepResult {
  const because = `Expected "${name}" to end within ${minutes} minutes; it was stopped.`;
  return { passed, failed: Math.max(1, failed), output: `${output}\n${because}` };
}

/** It counts as a failure: nobody knows whether it would have passed. */
function notRun(name: string, because: string, startSeconds: number): StepReport {
  return {
    name,
    startSeconds,
    seconds: 0,
    passed: 0,
    failed: 1,
    output: `"${name}" was not run: it needs "${because}".`,
  };
}

function asFailure(error: unknown): StepResult {
  return { passed: 0, failed: 1, output: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
