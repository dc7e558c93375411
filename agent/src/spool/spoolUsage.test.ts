import { SpoolUsage } from './spoolUsage';

describe('what waits on disk', () => {
  it('is the sum of what came and what went', () => {
    const usage = new SpoolUsage(100);
    usage.add(70);
    usage.add(20);
    usage.remove(50);
    expect(usage.usedBytes).toBe(40);
  });

  it('is too much at the quota, and while the disk refuses to write', () => {
    const usage = new SpoolUsage(100);
    usage.add(99);
    expect(usage.isFull).toBe(false);
    usage.reportWriting(false);
    expect(usage.isFull).toBe(true);
    usage.reportWriting(true);
    expect(usage.isFull).toBe(false);
    usage.add(1);
    expect(usage.isFull).toBe(true);
    usage.remove(50);
    expect(usage.isFull).toBe(false);
  });
});
