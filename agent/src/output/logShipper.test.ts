import { LogShipper, type LogPart } from './logShipper';

const line = (message: string, tags?: string[]) => ({
  time: 1,
  level: 5,
  category: 'c',
  message,
  ...(tags ? { tags } : {}),
});

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

function shipper(changes: { maxLines?: number; isKept?: boolean; isFull?: () => boolean } = {}): {
  log: LogShipper;
  shipped: LogPart[];
} {
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
    // Of about 10,000 bytes each; a batch ends with the line that makes it 128 KiB.
    expect(shipped.map(({ lines = [] }) => lines.length)).toEqual([14, 14, 14, 14, 14, 14, 14, 2]);
    expect(shipped.flatMap(({ lines = [] }) => lines.map(({ seq }) => seq))).toEqual(upTo(100));
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

  it('makes a batch of 500 lines, or of what came within a fifth of a second of its first line', () => {
    jest.useFakeTimers();
    const { log, shipped } = shipper();
    const counts = (): number[] => shipped.map(({ lines = [] }) => lines.length);
    upTo(501).forEach((n) => log.add(line(String(n))));
    expect(counts()).toEqual([500]);
    jest.advanceTimersByTime(199);
    log.add(line('502'));
    expect(counts()).toEqual([500]);
    jest.advanceTimersByTime(1);
    expect(counts()).toEqual([500, 2]);
    jest.advanceTimersByTime(60_000);
    expect(counts()).toEqual([500, 2]);
    jest.useRealTimers();
  });

  it('sends lines in time although it waits to tell what it left out', () => {
    jest.useFakeTimers();
    let isFull = true;
    const { log, shipped } = shipper({ isFull: () => isFull });
    log.add(line('lost'));
    isFull = false;
    log.add(line('kept'));
    jest.advanceTimersByTime(200);
    expect(shipped).toMatchObject([{ lines: [{ message: 'kept' }], droppedLines: 1 }]);
    expect(jest.getTimerCount()).toBe(0);
    log.add(line('last'));
    log.end();
    expect(shipped).toHaveLength(2);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('numbers lines in the order they came, and lets none be earlier than one before it', () => {
    const { log, shipped } = shipper();
    [5, 3, 9].forEach((time) => log.add({ ...line('x'), time }));
    log.pid = 7;
    log.add(line('y'));
    log.end();
    expect(shipped[0]?.lines?.map(({ seq, time, pid }) => [seq, time, pid])).toEqual([
      [1, 5, undefined],
      [2, 5, undefined],
      [3, 9, undefined],
      [4, 9, 7],
    ]);
  });

  it('keeps nothing of a JumpScript that wants no lines, and counts nothing', () => {
    const { log, shipped } = shipper({ isKept: false });
    log.add(line('x'));
    log.flush();
    log.end();
    expect([shipped, log.droppedLines]).toEqual([[], 0]);
  });

  it('counts what others left out with its own', () => {
    const { log, shipped } = shipper({ maxLines: 0 });
    log.add(line('lost'));
    log.drop('NOT_STORED', 3);
    log.flush();
    expect(shipped).toEqual([{ lines: [], droppedLines: 4, droppedBecause: ['LINE_LIMIT', 'NOT_STORED'] }]);
    log.flush();
    expect(shipped).toHaveLength(1);
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
