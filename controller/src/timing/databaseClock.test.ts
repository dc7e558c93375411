import { DatabaseClock } from './databaseClock';

describe('the time of a controller', () => {
  let wall: number;
  let stopwatch: number;
  let clock: DatabaseClock;
  beforeEach(() => {
    wall = 1_000_000;
    stopwatch = 50;
    clock = new DatabaseClock(
      () => wall,
      () => stopwatch
    );
  });
  const pass = (ms: number) => {
    wall += ms;
    stopwatch += ms;
  };
  const measure = (databaseTime: number, wayMs = 2) =>
    clock.measure({ askedAt: stopwatch - wayMs, answeredAt: stopwatch, databaseTime });

  it("is its own clock's before it has asked, and the database's after it", () => {
    expect([clock.now(), clock.differenceMs]).toEqual([1_000_000, 0]);
    measure(1_600_000);
    expect(clock.now()).toBe(1_600_001);
    pass(500);
    expect(clock.now()).toBe(1_600_501);
    expect(clock.differenceMs).toBe(-600_001);
  });

  it('does not change when its own clock is set', () => {
    measure(1_000_000);
    wall += 600_000;
    pass(10);
    expect(clock.now()).toBe(1_000_011);
    expect(clock.differenceMs).toBe(599_999);
  });

  it('follows the database when that is set, however long the answer took', () => {
    measure(1_000_000);
    pass(2_000);
    measure(1_600_000, 400);
    expect(clock.now()).toBe(1_600_200);
  });

  it('believes the shorter way to it, and does not run backwards for what little the estimates differ', () => {
    measure(1_000_000, 400);
    expect(clock.now()).toBe(1_000_200);
    measure(1_000_000, 2);
    expect(clock.now()).toBe(1_000_200);
    pass(300);
    expect(clock.now()).toBe(1_000_301);
    measure(1_000_250, 200);
    expect(clock.now()).toBe(1_000_301);
  });
});
