import { pino } from 'pino';
import { type Report, type ReportsRequest, type ReportsResponse } from '@openvcloud/contract';
import { TakenReports } from '../testing/takenReports';
import { sleep } from '../timing/sleep';
import { ControllerError } from '../wire/controllerError';
import { ReportSender } from './reportSender';
import { type SpoolBatch } from './spoolReader';

jest.mock('../timing/sleep', () => ({ sleep: jest.fn(() => Promise.resolve()) }));

const away = new ControllerError('retry', 503, 'HTTP_503', 'away');
const badBody = new ControllerError('refuse', 400, 'BAD_BODY', 'a bad one');
const tooLarge = new ControllerError('retry', 413, 'HTTP_413', 'too large');
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(1);
  jest.mocked(sleep).mockClear();
});

afterEach(() => jest.restoreAllMocks());

const waits = (): unknown[] => jest.mocked(sleep).mock.calls.map(([ms]) => ms);

/** A spool of so many reports in memory, and a controller that `answers` before it takes anything. */
function sending(count: number, answer: (request: ReportsRequest, taken: TakenReports) => ReportsResponse | Error) {
  const waiting: Report[] = upTo(count).map((seq) => ({ seq, kind: 'stats', stats: [] }));
  const taken = new TakenReports(() => undefined);
  const requests: number[][] = [];
  const acknowledged: number[] = [];
  const refused: Array<[number, string]> = [];
  const source = {
    read: (_maxBytes: number, maxReports: number): Promise<SpoolBatch> =>
      Promise.resolve({ reports: waiting.slice(0, maxReports), ends: [] }),
    commit: (_batch: SpoolBatch, done: number) => void waiting.splice(0, done),
  };
  const sender = new ReportSender(source, 'spool', {
    report: (request) => {
      expect(request).toMatchObject({ sessionId: 'session', spoolId: 'spool' });
      requests.push(request.reports.map(({ seq }) => seq));
      const said = answer(request, taken);
      return said instanceof Error ? Promise.reject(said) : Promise.resolve(said);
    },
    onAcknowledged: ({ seq }) => void acknowledged.push(seq),
    onRefused: ({ seq }, reason) => Promise.resolve(void refused.push([seq, reason])),
    log: pino({ level: 'silent' }),
  });
  const end = new AbortController();
  const drain = (isPatient?: boolean): Promise<void> => sender.drain('session', 1000, end.signal, isPatient);
  return { waiting, taken, requests, acknowledged, refused, drain, end };
}

describe('reports on their way to the controller', () => {
  it('go in order, and are gone when they were taken', async () => {
    const { waiting, requests, acknowledged, drain } = sending(3, (request, taken) => taken.take(request));
    await drain();
    expect(requests).toEqual([[1, 2, 3]]);
    expect(acknowledged).toEqual([1, 2, 3]);
    expect(waiting).toEqual([]);
  });

  it('of which only some are taken, are sent again from the first one that was not: none is lost, none is passed twice', async () => {
    const { waiting, taken, requests, acknowledged, drain } = sending(5, (request, all) => all.take(request));
    taken.mostAtOnce = 2;
    await drain();
    expect(requests).toEqual([[1, 2, 3, 4, 5], [3, 4, 5], [5]]);
    expect(acknowledged).toEqual([1, 2, 3, 4, 5]);
    expect(taken.reports.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(waiting).toEqual([]);
    expect(waits()).toEqual([]);
  });

  it('of which none is taken, stay, and are sent again after a while', async () => {
    let times = 0;
    const { requests, acknowledged, drain } = sending(2, (request, taken) =>
      ++times === 1 ? { acknowledged: 0, refused: [] } : taken.take(request)
    );
    await drain();
    expect(requests).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(acknowledged).toEqual([1, 2]);
    expect(waits()).toEqual([250]);
  });

  it('wait longer and longer while the controller is away, and not so long any more once it was there', async () => {
    const answers = [away, away, away, undefined, away];
    const { taken, requests, drain } = sending(4, (request, all) => answers.shift() ?? all.take(request));
    taken.mostAtOnce = 2;
    await drain();
    expect(requests).toHaveLength(6);
    expect(waits()).toEqual([250, 500, 1000, 250]);
  });

  it('that are refused are left behind with the reason, wherever they stand', async () => {
    const { taken, acknowledged, refused, waiting, drain } = sending(4, (request, all) => all.take(request));
    taken.refuse = ({ seq }) => (seq === 2 || seq === 4 ? `no ${seq}` : undefined);
    await drain();
    expect(acknowledged).toEqual([1, 3]);
    expect(refused).toEqual([
      [2, 'no 2'],
      [4, 'no 4'],
    ]);
    expect(waiting).toEqual([]);
  });

  it('that spoil their request are found by halving, and the others go on', async () => {
    const { requests, acknowledged, refused, drain } = sending(5, (request, taken) =>
      request.reports.some(({ seq }) => seq === 2) ? badBody : taken.take(request)
    );
    await drain();
    expect(acknowledged).toEqual([1, 3, 4, 5]);
    expect(refused).toEqual([[2, 'a bad one']]);
    expect(requests.slice(0, 2)).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2],
    ]);
    expect(waits()).toEqual([]);
  });

  it('that do not fit together go in smaller requests, which grow again', async () => {
    const { requests, drain } = sending(12, (request, taken) =>
      request.reports.length > 4 ? tooLarge : taken.take(request)
    );
    await drain();
    expect(requests.map((reports) => reports.length)).toEqual([12, 6, 3, 6, 3, 6, 3, 3]);
    expect(waits()).toEqual([]);
  });

  it('of which a single one does not fit, wait like for a controller that is away', async () => {
    let times = 0;
    const { requests, drain } = sending(1, (request, taken) => (++times < 3 ? tooLarge : taken.take(request)));
    await drain();
    expect(requests).toEqual([[1], [1], [1]]);
    expect(waits()).toEqual([250, 500]);
  });

  it('are at most 2,000 in a request', async () => {
    const { requests, drain } = sending(4500, (request, taken) => taken.take(request));
    await drain();
    expect(requests.map((reports) => reports.length)).toEqual([2000, 2000, 500]);
  });

  it.each([
    ['the agent must stop', new ControllerError('stop', 401, 'UNAUTHENTICATED', 'who?')],
    ['it is a fault of the agent', new Error('a fault')],
  ])('end with the error when %s', async (_what, error) => {
    const { waiting, drain } = sending(2, () => error);
    await expect(drain()).rejects.toBe(error);
    expect(waiting).toHaveLength(2);
  });

  it('of a former session end with the refusal, while they are not patient', async () => {
    const { refused, waiting, drain } = sending(1, () => badBody);
    await expect(drain(false)).rejects.toBe(badBody);
    expect([refused, waiting.length]).toEqual([[], 1]);
  });

  it('of a former session wait for a controller that is away all the same', async () => {
    const answers = [away];
    const { acknowledged, drain } = sending(1, (request, taken) => answers.shift() ?? taken.take(request));
    await drain(false);
    expect(acknowledged).toEqual([1]);
  });

  it('are not sent any more once the agent has stopped, nor is what came of the last ones looked at', async () => {
    const { requests, waiting, drain, end } = sending(1, () => {
      end.abort();
      return new Error('aborted');
    });
    await drain();
    expect(requests).toEqual([[1]]);
    expect(waiting).toHaveLength(1);
    await drain();
    expect(requests).toHaveLength(1);
  });
});
