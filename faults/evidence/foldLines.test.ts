import { LineFold } from './foldLines';
import { lineText } from './scriptLine';
import { run } from '../testing/evidence';

const RUN = '0123abcd';
const row = (number: number, more = {}) => ({ guid: 'a', seq: number, message: lineText(RUN, number, 100), ...more });
const fold = (...rows: Array<ReturnType<typeof row>>) => {
  const lines = new LineFold([run('a', { run: RUN })]);
  rows.forEach((one) => lines.add(one));
  return lines.result();
};

describe('stored lines of a run', () => {
  it('are known by their number, and filed under their attempt', () => {
    expect(fold(row(1), row(2), row(3))).toMatchObject([
      { run: RUN, rows: 3, numbers: new Set([1, 2, 3]), attempts: new Set([1]), altered: 0, disordered: 0 },
    ]);
    expect(fold(row(1, { seq: 20_000_001 }))[0]?.attempts).toEqual(new Set([3]));
  });

  it.each([
    ['altered', row(2, { message: lineText(RUN, 2, 100).replace(/.$/, '!') })],
    ['cut', row(2, { message: lineText(RUN, 2, 99) })],
    ['under another job', row(2, { guid: 'b' })],
    ['of a run that nobody noted', row(2, { message: lineText('ffff', 2, 100) })],
  ])('are found when one is %s', (_, wrong) => {
    const folded = fold(row(1), wrong, row(3));
    expect(folded.reduce((sum, { altered }) => sum + altered, 0)).toBe(1);
  });

  it('are found when a reader gets them in another order, or one twice', () => {
    expect(fold(row(2), row(1), row(3))[0]).toMatchObject({ disordered: 1, rows: 3 });
    expect(fold(row(1, { seq: 5 }), row(2, { seq: 3 }))[0]).toMatchObject({ disordered: 1 });
    const [twice] = fold(row(1), row(2), row(2, { seq: 3 }));
    expect([twice?.rows, twice?.numbers.size, twice?.disordered]).toEqual([3, 2, 0]);
  });
});
