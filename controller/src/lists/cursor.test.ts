import { jobQuestion } from '../query/question';
import { jobOrder } from '../query/jobSort';
import { decodeCursor, encodeCursor, selectionHash, selectionOf } from './cursor';

const hashOf = (sort: string, filter: string[], q: string) => {
  const question = jobQuestion({ filter, q });
  return selectionHash(jobOrder(sort), [...selectionOf(question), question.timeField]);
};
/** What a controller made of `sort=-run&filter=run|range|5|&filter=result|contains|a&q=disk` before fields were renamed. */
const HASH_OF_THEN = 'w_8W6FTm1Zsb60vY';

describe('a cursor', () => {
  it.each([
    ['-run', ['run|range|5|', 'result|contains|a']],
    ['-runMs', ['runMs|range|5|', 'resultPreview|contains|a']],
    ['-run', ['runMs|range|5|', 'result|contains|a']],
  ])('of before fields were renamed is one of the list by %s where %j', (sort, filter) => {
    const key = [5000, 1_780_000_000_000, 'a-guid'];
    const then = encodeCursor({ key, isForward: true, offset: 20 }, HASH_OF_THEN);
    expect(decodeCursor(then, jobOrder(sort), hashOf(sort, filter, 'disk'))).toEqual({
      key,
      isForward: true,
      offset: 20,
    });
  });

  it.each([
    ['another order', '-waitMs', ['runMs|range|5|', 'resultPreview|contains|a'], 'disk'],
    ['the other direction', 'runMs', ['runMs|range|5|', 'resultPreview|contains|a'], 'disk'],
    ['another field', '-runMs', ['waitMs|range|5|', 'resultPreview|contains|a'], 'disk'],
    ['another text', '-runMs', ['runMs|range|5|', 'resultPreview|contains|a'], 'disks'],
    ['a value that is called as a field was', '-runMs', ['runMs|range|5|', 'cmd|=|result'], 'disk'],
  ])('is not one of a list with %s', (_, sort, filter, q) => {
    expect(hashOf(sort, filter, q)).not.toBe(HASH_OF_THEN);
  });
});
