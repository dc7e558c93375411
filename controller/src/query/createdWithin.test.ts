import type { Sql } from '../database/queryable';
import { createdWithin } from './createdWithin';
import { jobQuestion, type WireJobQuestion } from './question';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const AT = 20_000 * DAY_MS + 5_000;

/** What the database knows: of the jobs that ended then the oldest, and the oldest that has not ended. */
async function within(wire: WireJobQuestion, known: { ended: number | null; live: number | null } | null) {
  const asked: Array<readonly unknown[]> = [];
  const read = ({ values }: Sql) => {
    asked.push(values);
    return Promise.resolve(known === null ? [] : [known]);
  };
  const { created } = await createdWithin({ read } as never, jobQuestion(wire), {});
  return { created, asked };
}
const NOBODY = { ended: null, live: null };

describe('when jobs can have been created', () => {
  it.each<WireJobQuestion>([
    {},
    { from: AT, to: AT + 1 },
    { timeField: 'timeStop' },
    { filter: ['state|=|OK', 'runMs|range|5|', 'timeCreate|range|5|6'] },
  ])('says nothing new of %j, and nothing is asked', async (wire) => {
    const question = jobQuestion(wire);
    const read = () => Promise.reject(new Error('expected not to be asked'));
    expect(await createdWithin({ read } as never, question, {})).toBe(question);
  });

  it('is before they started or ended, give or take what clocks differ', async () => {
    const { created, asked } = await within({ timeField: 'timeStop', to: AT }, NOBODY);
    expect([created, asked]).toEqual([{ to: AT + MINUTE_MS }, []]);
    expect((await within({ timeField: 'timeStart', to: AT }, NOBODY)).created).toEqual({ to: AT + MINUTE_MS });
  });

  it.each([
    [NOBODY, AT - MINUTE_MS],
    [null, AT - MINUTE_MS],
    [{ ended: AT - 9 * DAY_MS, live: null }, AT - 9 * DAY_MS],
    [{ ended: AT - 9 * DAY_MS, live: AT - 20 * DAY_MS }, AT - 20 * DAY_MS],
    [{ ended: AT + DAY_MS, live: AT + DAY_MS }, AT - MINUTE_MS],
  ])('is, of what ended since then, since the oldest that did: knowing %j', async (known, from) => {
    const { created, asked } = await within({ timeField: 'timeStop', from: AT }, known);
    expect([created, asked]).toEqual([{ from }, [[20_000, null, true]]]);
  });

  it('asks for ends up to the last day of the range, for starts of every later one', async () => {
    const range = { from: AT, to: AT + 2 * DAY_MS };
    const ended = await within({ timeField: 'timeStop', ...range }, NOBODY);
    expect(ended.asked).toEqual([[20_000, 20_002, true]]);
    expect(ended.created).toEqual({ from: AT - MINUTE_MS, to: AT + 2 * DAY_MS + MINUTE_MS });
    expect((await within({ timeField: 'timeStart', ...range }, NOBODY)).asked).toEqual([[20_000, null, false]]);
  });

  it('is what all ranges of starts and ends have in common, those of filters rounded outwards', async () => {
    const filter = [`timeStart|range|${AT}.7|`, `timeStop|range||${AT + 500}.2`];
    const { created, asked } = await within({ filter }, NOBODY);
    expect(created).toEqual({ from: AT - MINUTE_MS, to: AT + 501 + MINUTE_MS });
    expect(asked).toEqual([[20_000, null, false]]);
    const both = { timeField: 'timeStop', from: AT + 7, filter: [`timeStart|range|${AT}|`] } as const;
    expect((await within(both, NOBODY)).created).toEqual({ from: AT + 7 - MINUTE_MS });
  });
});
