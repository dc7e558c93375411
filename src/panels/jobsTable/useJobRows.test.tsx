import { locationService } from '@grafana/runtime';
import { act, renderHook } from '@testing-library/react';
import { type KeyboardEvent, type UIEvent } from 'react';
import { type ListActions } from './list/listActions';
import { defaultState } from './list/listState';
import { job, jobsFrame } from './rows/jobsFrame.fixture';
import { toJobRows } from './rows/toJobRows';
import { useJobRows } from './useJobRows';
import { type JobsList } from './useJobsList';

const ROWS = toJobRows(jobsFrame(Array.from({ length: 400 }, (_, index) => job({ id: index + 1 }))));

beforeEach(() => {
  sessionStorage.clear();
  locationService.push('/d/openvcloud-jobs/jobs');
});

function setup(selected?: string, rows = ROWS) {
  const list = {
    rows,
    state: { ...defaultState(undefined, 0), selected },
    actions: { select: () => undefined } as unknown as ListActions,
    page: { isStale: false },
  } as unknown as JobsList;
  const marked: string[] = [];
  const { result } = renderHook(() =>
    useJobRows(list, { rowHeight: 30, headerHeight: 60, bodyHeight: 300, onMark: (guid) => marked.push(guid) })
  );
  const drawn = () => result.current.virtualizer.getVirtualItems().map(({ index }) => index);
  const press = (key: string) =>
    act(() =>
      result.current.onKeyDown({
        key,
        target: document.body,
        preventDefault: () => undefined,
        stopPropagation: () => undefined,
      } as unknown as KeyboardEvent)
    );
  const scroll = (scrollTop: number) =>
    act(() => result.current.onScroll({ currentTarget: { scrollTop } } as UIEvent<HTMLElement>));
  return { marked, drawn, press, scroll, selected: () => result.current.selection.index };
}

describe('useJobRows', () => {
  it('marks the selected row by x, and none where none is selected', () => {
    const { press, marked } = setup(ROWS[2]?.guid);
    press('x');
    expect(marked).toEqual([ROWS[2]?.guid]);
    const none = setup();
    none.press('x');
    expect(none.marked).toEqual([]);
  });

  it('draws the rows in sight and some more, not all', () => {
    const { drawn } = setup();
    expect(drawn().slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(drawn().length).toBeLessThan(40);
  });

  it('keeps the selected row in the document when it is out of sight, or the focus would be lost', () => {
    const { drawn, selected } = setup(ROWS[350]?.guid);
    expect(selected()).toBe(350);
    expect(drawn().at(-1)).toBe(350);
  });

  it('selects by keys, a page at a time too, and no further than the ends', () => {
    const { press, selected } = setup();
    const after = (key: string) => {
      press(key);
      return selected();
    };
    expect(['ArrowDown', 'j', 'k', 'PageDown', 'End', 'ArrowDown', 'Home', 'PageUp'].map(after)).toEqual([
      0, 1, 0, 9, 399, 399, 0, 0,
    ]);
  });

  it('selects nothing in an empty list', () => {
    const { press, selected } = setup(undefined, []);
    press('ArrowDown');
    expect(selected()).toBe(-1);
  });

  it('remembers how far its list was scrolled, for this list alone', () => {
    setup().scroll(1234.4);
    const [key = ''] = Object.keys(sessionStorage);
    expect(key).toMatch(/^openvcloud\.scroll\.\/d\/openvcloud-jobs\/jobs\..*-timeCreate/);
    expect(sessionStorage.getItem(key)).toBe('1234');
  });
});
