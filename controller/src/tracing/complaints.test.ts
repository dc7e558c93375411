import { pino } from 'pino';
import { Complaints } from './complaints';

it('complains at most once a minute, in bounded length, and says how often it was silent', () => {
  const lines: Array<Record<string, unknown>> = [];
  const log = pino(
    { base: null },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }
  );
  let now = 0;
  const complaints = new Complaints(log, 'http://collector', () => now);
  complaints.note('x'.repeat(10_000));
  complaints.note('second');
  now = 59_999;
  complaints.note('third');
  expect(lines).toMatchObject([{ level: 40, complaint: 'x'.repeat(500), moreLikeIt: 0 }]);
  now = 60_000;
  complaints.note('fourth');
  expect(lines.slice(1)).toMatchObject([{ complaint: 'fourth', moreLikeIt: 2, endpoint: 'http://collector' }]);
});
