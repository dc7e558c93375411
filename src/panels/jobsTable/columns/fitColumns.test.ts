import { chosenColumns } from './columns';
import { fitColumns } from './fitColumns';
import { DEFAULT_COLUMNS } from '../options';

const DEFAULTS = chosenColumns(DEFAULT_COLUMNS);
const widths = (template: string) => [...template.matchAll(/(\d+)px/g)].map(([, px]) => Number(px));

describe('fitting columns', () => {
  it.each([1000, 1100, 1400])('shows every column with the full time in %i px, without scrolling sideways', (width) => {
    const { columns, isTimeShort, left, minWidth, template } = fitColumns(DEFAULTS, width);
    expect(columns.map(({ id }) => id)).toEqual(DEFAULT_COLUMNS);
    expect([isTimeShort, left]).toEqual([false, []]);
    expect(minWidth).toBeLessThanOrEqual(width);
    expect(widths(template)[0]).toBe(186);
    expect(widths(template).reduce((sum, px) => sum + px, 0)).toBeLessThanOrEqual(Math.max(width, 1240));
  });

  it('takes the year off a time before it leaves a column out', () => {
    const { columns, isTimeShort, minWidth } = fitColumns(DEFAULTS, 960);
    expect(columns).toHaveLength(DEFAULTS.length);
    expect(isTimeShort).toBe(true);
    expect(minWidth).toBeLessThanOrEqual(960);
  });

  it('leaves out the columns that tell least, and says which', () => {
    const { columns, left, minWidth } = fitColumns(DEFAULTS, 740);
    expect(left.map(({ label }) => label)).toEqual(['Category', 'Wait', 'Queue']);
    expect(columns.map(({ id }) => id)).toEqual(
      DEFAULT_COLUMNS.filter((id) => !['category', 'waitMs', 'queue'].includes(id))
    );
    expect(minWidth).toBeLessThanOrEqual(740);
  });

  it('fits a table of the default columns down to the width where cards take over', () => {
    for (let width = 490; width < 1600; width++) {
      expect(fitColumns(DEFAULTS, width).minWidth).toBeLessThanOrEqual(width);
    }
  });

  it('scrolls sideways rather than leave out what the author chose beyond that', () => {
    const times = chosenColumns(['timeStart', 'timeCreate', 'timeStop', 'guid', 'state']);
    const { columns, minWidth } = fitColumns(times, 500);
    expect(columns).toHaveLength(5);
    expect(minWidth).toBe(3 * 144 + 110 + 112);
  });

  it('shows all of it while it has no width yet', () => {
    expect(fitColumns(DEFAULTS, 0)).toMatchObject({ isTimeShort: false, left: [] });
  });
});
