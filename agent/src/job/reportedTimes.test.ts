import { controllerWithAgent } from '../testing/controllerWithAgent';
import { until } from '../testing/until';

const CHATTY = `
import time
from JumpScale import j
def action():
    print("first", flush=True)
    j.logger.log("second", level=2, category="c")
    time.sleep(0.3)
    print("third", flush=True)
`;

describe.each([
  ['behind', 300_000],
  ['ahead', -300_000],
])("what an agent reports whose clock is five minutes %s the controller's", (_, clockAheadMs) => {
  const controller = controllerWithAgent();
  controller.clockAheadMs = clockAheadMs;
  afterEach(() => jest.restoreAllMocks());

  const timesOf = (guid: string): number[] => {
    const started = controller.reports.find((report) => report.kind === 'started' && report.guid === guid);
    const { assignment, lines, results } = controller.job(guid);
    return [
      assignment.timeCreate,
      started?.kind === 'started' ? (started.time ?? NaN) : NaN,
      ...lines.map(({ time }) => time),
      results[0]?.time ?? NaN,
    ];
  };
  const expectInOrder = (times: readonly number[]) => {
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times.at(-1)).toBeLessThanOrEqual(controller.now());
  };

  it("has the controller's times, in order", async () => {
    const guid = controller.add(CHATTY);
    await until('it ends', () => controller.job(guid).results.length > 0);
    const times = timesOf(guid);
    expect(times).toHaveLength(6);
    expectInOrder(times);
    const run = (times[5] ?? 0) - (times[1] ?? 0);
    expect(run).toBeGreaterThanOrEqual(300);
  });

  it('keeps its run time when the clock is set while it runs', async () => {
    const real = Date.now.bind(Date);
    const guid = controller.add(CHATTY);
    await until('it runs', () => controller.job(guid).lines.length > 0);
    jest.spyOn(Date, 'now').mockImplementation(() => real() + clockAheadMs * 10);
    await until('it ends', () => controller.job(guid).results.length > 0);
    const times = timesOf(guid);
    expectInOrder(times);
    expect((times[5] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(300);
  });

  it("has node stats of the controller's time", async () => {
    const stats = () => controller.reports.flatMap((report) => (report.kind === 'stats' ? report.stats : []));
    await until('the first stats come', () => stats().length > 0);
    stats().forEach(({ time }) => expect(Math.abs(time - controller.now())).toBeLessThan(60_000));
  });

  it('obeys no times that a script makes up', async () => {
    const frame = JSON.stringify({ t: 9e15, l: 1, c: 'c', m: 'made up' });
    const guid = controller.add(
      `def action():\n    print("a\\n\\0\\x1eLOG" + ${JSON.stringify(frame)})\n    print("z", flush=True)\n`
    );
    await until('it ends', () => controller.job(guid).results.length > 0);
    expect(controller.job(guid).lines.map(({ message }) => message)).toEqual(['a', 'made up', 'z']);
    expectInOrder(timesOf(guid));
  });
});
