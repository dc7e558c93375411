import { type LogRow } from '../lines/toLogLines';
import { isOverfull, keepCame, mergeCame } from './liveLines';
import { MAX_LINES, type LogPage, type LogWindow } from './logWindow';

const line = (seq: number, time = seq, jobGuid = 'a') => ({ id: `${jobGuid}-${seq}`, seq, time, jobGuid }) as LogRow;
const META = { page: { next: null, prev: null, limit: 500, offset: null }, notices: [] };

function windowOf(seqs: number[], page: Partial<LogPage> = {}): LogWindow {
  const lines = seqs.map((seq) => line(seq));
  const total = { value: seqs.length, relation: 'eq' as const };
  return { pages: [{ position: { at: 'first' }, lines, next: null, prev: null, ...page }], meta: { ...META, total } };
}
const seqs = ({ pages }: LogWindow) => pages.flatMap(({ lines }) => lines.map(({ seq }) => seq));

describe('mergeCame', () => {
  it('adds lines at the newest end, each once, and counts them', () => {
    const merged = mergeCame(windowOf([1, 2, 3]), [line(3), line(4), line(5)], 'last');
    expect(seqs(merged)).toEqual([1, 2, 3, 4, 5]);
    expect(merged.meta.total).toEqual({ value: 5, relation: 'eq' });
  });

  it('puts them on top where the newest come first', () => {
    expect(seqs(mergeCame(windowOf([3, 2, 1]), [line(4), line(5)], 'first'))).toEqual([5, 4, 3, 2, 1]);
  });

  it('puts a line that was stored late where the controller would', () => {
    const merged = mergeCame(windowOf([10, 20, 30]), [line(40), line(1, 25, 'b'), line(2, 20, 'b')], 'last');
    expect(merged.pages[0]?.lines.map(({ id }) => id)).toEqual(['a-10', 'a-20', 'b-2', 'b-1', 'a-30', 'a-40']);
  });

  it('keeps the lines of a job in their order when their times are the same', () => {
    const came = [line(3, 5), line(1, 5), line(2, 5)];
    expect(seqs(mergeCame(windowOf([]), came, 'last'))).toEqual([1, 2, 3]);
  });

  it('leaves a line out that is older than the page: it is on the page before', () => {
    const window = windowOf([10, 11], { prev: 'older' });
    expect(mergeCame(window, [line(9)], 'last')).toBe(window);
    expect(seqs(mergeCame(windowOf([10, 11]), [line(9)], 'last'))).toEqual([9, 10, 11]);
    expect(seqs(mergeCame(windowOf([11, 10], { next: 'older' }), [line(9), line(12)], 'first'))).toEqual([12, 11, 10]);
  });

  it('leaves the window as it is while its newest lines are not loaded', () => {
    const older = windowOf([1, 2], { next: 'c3' });
    expect(mergeCame(older, [line(9)], 'last')).toBe(older);
    const below = windowOf([2, 1], { prev: 'p3' });
    expect(mergeCame(below, [line(9)], 'first')).toBe(below);
  });

  it('grows the page at the newest end alone', () => {
    const { pages, meta } = windowOf([3]);
    const window = { pages: [...windowOf([1, 2], { next: 'c3' }).pages, ...pages], meta };
    const merged = mergeCame(window, [line(4)], 'last');
    expect(merged.pages[0]).toBe(window.pages[0]);
    expect(seqs(merged)).toEqual([1, 2, 3, 4]);
  });
});

describe('lines that are kept', () => {
  it('are the last two thousand that came', () => {
    const came = keepCame(
      [line(1)],
      Array.from({ length: 2000 }, (_, index) => line(index + 2))
    );
    expect(came).toHaveLength(2000);
    expect(came[0]?.seq).toBe(2);
  });

  it('are too many for memory when there are more than ten thousand', () => {
    const all = Array.from({ length: MAX_LINES }, (_, index) => index);
    expect(isOverfull(windowOf(all))).toBe(false);
    expect(isOverfull(windowOf([...all, MAX_LINES]))).toBe(true);
  });
});
