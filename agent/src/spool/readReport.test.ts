import { readReport } from './readReport';

const line = (changes: object = {}) => ({ seq: 1, time: 1, level: 5, category: 'c', message: 'm', ...changes });
const logs = (changes: object = {}) => ({ seq: 3, kind: 'logs', guid: 'g', attempt: 1, lines: [line()], ...changes });
const read = (value: unknown) => readReport(JSON.stringify(value));

describe('a line of a spool', () => {
  it('is the report that was written', () => {
    expect(read(logs())).toEqual(logs());
  });

  it.each([
    ['half of one', '{"seq":3,"kind":"lo'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['a report without a number', JSON.stringify({ ...logs(), seq: undefined })],
    ['a report of another kind', JSON.stringify(logs({ kind: 'gossip' }))],
    ['a bad report of no lines', JSON.stringify({ seq: 3, kind: 'result', lines: 'none' })],
    [
      'a report with bad lines and something else',
      JSON.stringify(logs({ lines: [line({ level: 0 })], kind: 'gossip' })),
    ],
  ])('that is %s is none', (_what, text) => {
    expect(readReport(text)).toBeUndefined();
  });

  it('with lines that the contract does not allow has the others, and counts those left out', () => {
    const lines = [line(), line({ level: 0 }), line({ seq: 2 }), 'gossip'];
    expect(read(logs({ lines }))).toEqual(
      logs({ lines: [line(), line({ seq: 2 })], droppedLines: 2, droppedBecause: ['NOT_STORED'] })
    );
  });

  it('adds them to those it told of already', () => {
    const told = logs({ lines: [line({ level: 0 })], droppedLines: 5, droppedBecause: ['SPOOL_FULL'] });
    expect(read(told)).toMatchObject({ lines: [], droppedLines: 6 });
    expect(read(logs({ lines: [line({ level: 0 })], droppedLines: 'five' }))).toMatchObject({ droppedLines: 1 });
  });
});
