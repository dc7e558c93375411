import { SignalFlag } from './signalFlag';

const aTurn = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('who waits for a change', () => {
  it('goes on when it comes', async () => {
    const flag = new SignalFlag();
    const woken = jest.fn();
    const waiting = flag.wait().then(woken);
    await aTurn();
    expect(woken).not.toHaveBeenCalled();
    flag.raise();
    await waiting;
    expect(woken).toHaveBeenCalledTimes(1);
  });

  it('goes on at once when it came before, once', async () => {
    const flag = new SignalFlag();
    flag.raise();
    flag.raise();
    await flag.wait();
    const again = jest.fn();
    void flag.wait().then(again);
    await aTurn();
    expect(again).not.toHaveBeenCalled();
  });

  it('waits anew after it was woken', async () => {
    const flag = new SignalFlag();
    const first = flag.wait();
    flag.raise();
    await first;
    const again = jest.fn();
    void flag.wait().then(again);
    await aTurn();
    expect(again).not.toHaveBeenCalled();
  });

  it('waits for so long at most, and leaves no timer behind when it was woken', async () => {
    jest.useFakeTimers();
    const flag = new SignalFlag();
    const late = flag.wait(1000);
    jest.advanceTimersByTime(1000);
    await late;
    const woken = flag.wait(1000);
    expect(jest.getTimerCount()).toBe(1);
    flag.raise();
    await woken;
    expect(jest.getTimerCount()).toBe(0);
    void flag.wait();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
});
