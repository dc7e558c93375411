import { pino } from 'pino';
import { type UnsentReport } from '@openvcloud/contract';
import { ControllerClock } from '../wire/controllerClock';
import { JobOutput } from './jobOutput';

function newOutput({ isKept = true, isFull = false, linesPerJob = 1000 } = {}) {
  const clock = new ControllerClock(() => 0);
  clock.learn({ time: 5000, sentAt: 0, arrivedAt: 0 });
  const reports: UnsentReport[] = [];
  const append = jest.fn((report: UnsentReport) => void reports.push(report));
  const output = new JobOutput(
    { guid: 'g', attempt: 2, log: isKept },
    {
      limits: { messageBytes: 10, linesPerJob },
      clock: clock.forJob(0),
      isFull: () => isFull,
      append,
      log: pino({ level: 'silent' }),
    }
  );
  const print = (stream: 'stdout' | 'stderr', text: string): void => output.push(stream, Buffer.from(text));
  return { output, print, reports, append };
}

describe('the output of a job', () => {
  it('becomes lines of this attempt, of both streams, with the process that wrote them', () => {
    const { output, print, reports } = newOutput();
    output.startedAs(77);
    print('stdout', 'one\n');
    print('stderr', 'two\nrest');
    output.end(true);
    const line = { time: 5000, pid: 77 };
    expect(reports).toEqual([
      {
        kind: 'logs',
        guid: 'g',
        attempt: 2,
        lines: [
          { ...line, seq: 1, level: 5, category: 'stdout', message: 'one' },
          { ...line, seq: 2, level: 3, category: 'stderr', message: 'two' },
          { ...line, seq: 3, level: 3, category: 'stderr', message: 'rest' },
        ],
      },
    ]);
  });

  it('is as long as the limits of the session allow', () => {
    const { output, print, reports } = newOutput({ linesPerJob: 1 });
    print('stdout', '123456789012\nmore\n');
    output.end(true);
    expect(reports).toMatchObject([{ lines: [{ message: '1234567890', truncatedFrom: 12 }] }]);
    expect(output.droppedLines).toBe(1);
  });

  it('that is left out is told with the result, and by itself when none follows', () => {
    const { output, print, reports } = newOutput({ isFull: true });
    print('stdout', 'one\ntwo\n');
    output.end(true);
    expect(reports).toEqual([]);
    expect(output.takeDropped()).toEqual({ droppedLines: 2, droppedBecause: ['SPOOL_FULL'] });
    expect(output.takeDropped()).toEqual({});
    const alone = newOutput({ isFull: true });
    alone.print('stdout', 'one\n');
    alone.output.end(false);
    expect(alone.reports).toEqual([
      { kind: 'logs', guid: 'g', attempt: 2, lines: [], droppedLines: 1, droppedBecause: ['SPOOL_FULL'] },
    ]);
  });

  it('that nobody wants is neither kept nor counted', () => {
    const { output, print, reports } = newOutput({ isKept: false });
    print('stdout', 'one\n');
    output.end(false);
    expect(reports).toEqual([]);
    expect(output.droppedLines).toBe(0);
  });

  it('that cannot be written down is counted, also what such a report told of others', () => {
    const { output, print, append } = newOutput({ linesPerJob: 2 });
    append.mockImplementationOnce(() => {
      throw new Error('no form in JSON');
    });
    print('stdout', 'one\ntwo\nthree\n');
    output.end(false);
    expect(output.takeDropped()).toEqual({ droppedLines: 3, droppedBecause: ['NOT_STORED'] });
    expect(output.droppedLines).toBe(1 + 3);
  });

  it('that cannot be read costs one line, not the job', () => {
    const { output } = newOutput();
    output.push('stdout', JSON.parse('{"not":"bytes"}'));
    output.end(true);
    expect(output.takeDropped()).toEqual({ droppedLines: 1, droppedBecause: ['NOT_STORED'] });
  });

  it('that shows progress is shipped when it stands still for a second, and no timer is left', () => {
    jest.useFakeTimers();
    const { output, print, reports } = newOutput();
    const messages = (): unknown[] =>
      reports.flatMap((report) => (report.kind === 'logs' ? (report.lines ?? []) : [])).map(({ message }) => message);
    print('stderr', '\r10%');
    jest.advanceTimersByTime(900);
    print('stderr', '\r20%');
    jest.advanceTimersByTime(999);
    expect(messages()).toEqual(['10%']);
    jest.advanceTimersByTime(1 + 200);
    expect(messages()).toEqual(['10%', '20%']);
    print('stderr', '\r30%');
    output.end(true);
    expect(messages()).toEqual(['10%', '20%', '30%']);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
});
