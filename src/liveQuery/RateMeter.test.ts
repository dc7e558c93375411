import { RateMeter } from './RateMeter';

describe('RateMeter', () => {
  it('counts what came in the last five seconds, by the second', () => {
    const meter = new RateMeter();
    expect(meter.perSecond(0)).toBe(0);
    meter.add(100, 1000);
    meter.add(25, 4000);
    expect(meter.perSecond(5000)).toBe(25);
    expect(meter.perSecond(6500)).toBe(5);
    expect(meter.perSecond(20_000)).toBe(0);
  });
});
