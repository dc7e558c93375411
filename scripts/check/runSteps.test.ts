import { runCommand } from '../processes/runCommand';
import { waitFor } from '../processes/waitFor';
import { runSteps, type CheckStep, type StepContext, type StepReport, type StepResult } from './runSteps';

const good: StepResult = { passed: 2, failed: 0, output: '' };
const bad: StepResult = { passed: 1, failed: 1, output: 'one is wrong' };
const step = (
  name: string,
  run: (context: StepContext) => Promise<StepResult>,
  more?: Partial<CheckStep>
): CheckStep => ({
  name,
  minutes: 1,
  run,
  ...more,
});

async function run(steps: CheckStep[], cores = 2): Promise<{ ended: StepReport[]; said: string[] }> {
  const said: string[] = [];
  const ended: StepReport[] = [];
  const reports = await runSteps(steps, {
    cores,
    say: (message) => said.push(message),
    onEnd: (report) => ended.push(report),
  });
  expect(reports).toEqual(ended);
  return { ended, said };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const told = ({ name, passed, failed, output }: StepReport) => ({ name, passed, failed, output });

it('runs steps side by side: each of two ends only because the other has begun', async () => {
  const meet: { left?: () => void; right?: () => void } = {};
  const both = [
    new Promise<void>((resolve) => (meet.left = resolve)),
    new Promise<void>((resolve) => (meet.right = resolve)),
  ];
  const { ended } = await run([
    step('left', async () => (meet.left?.(), await Promise.all(both), good)),
    step('right', async () => (meet.right?.(), await Promise.all(both), good)),
  ]);
  expect(ended.map(({ name }) => name).sort()).toEqual(['left', 'right']);
});

it('goes on after a failed step, and names what was not run for it', async () => {
  const { ended } = await run([
    step('build', () => Promise.reject(new Error('no compiler'))),
    step('package', async () => good, { needs: ['build'] }),
    step('publish', async () => good, { needs: ['package'] }),
    step('tests', async ({ say }) => (say('half of them'), bad)),
  ]);
  expect(ended.map(told)).toEqual(
    expect.arrayContaining([
      { name: 'build', passed: 0, failed: 1, output: expect.stringContaining('no compiler') },
      { name: 'package', passed: 0, failed: 1, output: '"package" was not run: it needs "build".' },
      { name: 'publish', passed: 0, failed: 1, output: '"publish" was not run: it needs "package".' },
      { name: 'tests', ...bad },
    ])
  );
  expect(ended).toHaveLength(4);
});

it('says progress with the name of the step', async () => {
  const { said } = await run([step('tests', async ({ say }) => (say('half of them'), good))]);
  expect(said).toEqual(['[tests] half of them']);
});

it('stops a step whose time is over, with what it started, and names it', async () => {
  const script = `
    const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    console.log('child ' + child.pid);
    setInterval(() => {}, 1000)`;
  const hang = async ({ signal }: StepContext): Promise<StepResult> => {
    const { code, output } = await runCommand([process.execPath, '-e', script], { cwd: __dirname, signal });
    return { passed: 0, failed: code === 0 ? 0 : 1, output };
  };
  const { ended } = await run([step('hang', hang, { minutes: 1 / 12 }), step('after', async () => good, { cores: 2 })]);
  const [first, second] = ended;
  expect(first?.output).toContain('Expected "hang" to end within 0.08333333333333333 minutes; it was stopped.');
  expect(first?.failed).toBe(1);
  const child = Number(/child (\d+)/.exec(first?.output ?? '')?.[1]);
  await waitFor('its child to be gone', async () => !isAlive(child), { seconds: 10 });
  expect(second && told(second)).toEqual({ name: 'after', ...good });
});
