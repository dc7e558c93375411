import { LogShipper, type LogPart } from './logShipper';

const line = (message: string, tags?: string[]) => ({
  time: 1,
  level: 5,
  category: 'c',
  message,
  ...(tags ? { tags } : {}),
});

function shipper(changes: { maxLines?: number; isFull?: () => boolean } = {}): { log: LogShipper; shipped: LogPart[] } {
  const shipped: LogPart[] = [];
  const options = {
    maxLines: 1e6,
    isKept: true,
    isFull: () => false,
    ship: (part: LogPart) => void shipped.push(part),
  };
  return { log: new LogShipper({ ...options, ...changes }), shipped };
}

describe('LogShipper', () => {
  it.each([
    ['messages', line('é'.repeat(5000))],
    [
      'tags',
      line(
        'x',
        Array.from({ length: 50 }, () => '😀'.repeat(50))
      ),
    ],
  ])('makes batches by their bytes, whatever they are made of: %s', (_what, one) => {
    const { log, shipped } = shipper();
    for (let n = 0; n < 100; n++) {
      log.add(one);
    }
    log.end();
    expect(shipped.flatMap(({ lines = [] }) => lines)).toHaveLength(100);
    expect(shipped.length).toBeGreaterThan(5);
    shipped.forEach((part) => expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThan(200 * 1024));
  });

  it('tells what it left out with the next lines, each once', () => {
    let isFull = false;
    const { log, shipped } = shipper({ maxLines: 4, isFull: () => isFull });
    log.add(line('1'));
    isFull = true;
    log.add(line('lost'));
    log.add(line('lost'));
    isFull = false;
    log.add(line('2'));
    log.flush();
    ['3', '4', 'lost', 'lost', 'lost'].forEach((message) => log.add(line(message)));
    log.end();
    expect(log.takeDropped()).toEqual({});
    expect(shipped.map(({ lines, ...dropped }) => ({ lines: lines?.length, ...dropped }))).toEqual([
      { lines: 2, droppedLines: 2, droppedBecause: ['SPOOL_FULL'] },
      { lines: 2, droppedLines: 3, droppedBecause: ['LINE_LIMIT'] },
    ]);
    expect(log.droppedLines).toBe(5);
  });

  it('leaves to the result what no line comes after', () => {
    const { log, shipped } = shipper({ maxLines: 0 });
    log.add(line('lost'));
    log.end();
    expect(shipped).toEqual([]);
    expect(log.takeDropped()).toEqual({ droppedLines: 1, droppedBecause: ['LINE_LIMIT'] });
  });

  it('tells also while no line is kept, so that the count does not die with the agent', () => {
    jest.useFakeTimers();
    const { log, shipped } = shipper({ isFull: () => true });
    for (let second = 0; second < 25; second++) {
      log.add(line('lost'));
      jest.advanceTimersByTime(1000);
    }
    expect(shipped).toEqual([
      { lines: [], droppedLines: 10, droppedBecause: ['SPOOL_FULL'] },
      { lines: [], droppedLines: 10, droppedBecause: ['SPOOL_FULL'] },
    ]);
    log.end();
    jest.useRealTimers();
  });
});
