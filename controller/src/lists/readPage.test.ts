import { FORMER_FIELDS, JOB_FIELDS, type JobList } from '@openvcloud/contract';
import { startTestApp, type TestApp } from '../testing/app';
import { seededRandom, seedJobs } from '../testing/seed';

const NOW = 1_780_000_600_000;
const SORTS = Object.entries(JOB_FIELDS)
  .filter(([, { isSortable }]) => isSortable)
  .flatMap(([name]) => [name, `-${name}`]);

describe('paging through jobs', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ now: () => NOW });
    // Many equal times, commands and missing values.
    await seedJobs(test.services.database, { count: 230, from: NOW - 40, to: NOW, seed: 3 });
  });
  afterAll(() => test.close());

  const list = async (query: Record<string, string | number | null>): Promise<JobList> => {
    const text = Object.entries(query)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
      .join('&');
    const { status, body } = await test.call({ url: `/api/v1/jobs?${text}`, token: test.tokens.viewer });
    expect(status).toBe(200);
    return body as JobList;
  };
  const guids = (page: JobList) => page.items.map(({ guid }) => guid);

  it.each(SORTS)('by %s gives every job exactly once, forward and backward', async (sort) => {
    const all = guids(await list({ sort, limit: 1000 }));
    expect(new Set(all).size).toBe(230);
    const forward: string[] = [];
    let page = await list({ sort, limit: 23 });
    expect(page.page).toMatchObject({ prev: null, offset: 0 });
    for (;;) {
      expect(page.page.offset).toBe(forward.length);
      forward.push(...guids(page));
      if (page.page.next === null) {
        break;
      }
      page = await list({ sort, limit: 23, cursor: page.page.next });
    }
    expect(forward).toEqual(all);

    const backward: string[] = [];
    page = await list({ sort, limit: 50, at: 'last' });
    expect(page.items).toHaveLength(30);
    expect(page.page).toMatchObject({ next: null, offset: 200 });
    for (;;) {
      backward.unshift(...guids(page));
      expect(page.page.offset).toBe(230 - backward.length);
      if (page.page.prev === null) {
        break;
      }
      page = await list({ sort, limit: 50, cursor: page.page.prev });
    }
    expect(backward).toEqual(all);
  });

  it.each([
    [46, 46, 184],
    [230, 230, 0],
    [229, 1, 229],
    [231, 230, 0],
  ])('by pages of %i has a last page of %i from %i on, whether paged to or jumped to', async (limit, rows, offset) => {
    const jumped = await list({ limit, at: 'last' });
    expect([jumped.items.length, jumped.page]).toEqual([rows, expect.objectContaining({ next: null, offset })]);
    expect(jumped.page.prev === null).toBe(offset === 0);
    let page = await list({ limit });
    while (page.page.next !== null) {
      page = await list({ limit, cursor: page.page.next });
    }
    expect([guids(page), page.page.offset]).toEqual([guids(jumped), offset]);
  });

  it('ascending is descending read backward', async () => {
    for (const sort of ['nid', 'timeStop', 'errorType', 'resultPreview']) {
      const up = guids(await list({ sort, limit: 1000 }));
      const down = guids(await list({ sort: `-${sort}`, limit: 1000 }));
      expect(down).toEqual([...up].reverse());
    }
  });

  it.each(Object.entries(FORMER_FIELDS))(
    'by %s, as %s was called once, is the same list, page after page',
    async (former, now) => {
      const [text, sample] = now === 'resultPreview' ? ['not contains', 'xylophone'] : ['range', '1|400'];
      const ask = (name: string, cursor: string | null) =>
        list({ sort: `-${name}`, filter: `${name}|${text}|${sample}`, limit: 20, cursor });
      let [then, today] = [await ask(former, null), await ask(now, null)];
      expect(today.total.value).toBeGreaterThan(40);
      for (let pages = 1; ; pages++) {
        expect(guids(then)).toEqual(guids(today));
        expect(then.total).toEqual(today.total);
        if (then.page.next === null) {
          expect(pages).toBeGreaterThan(2);
          break;
        }
        // Either goes on where the other was.
        [then, today] = [await ask(former, today.page.next), await ask(now, then.page.next)];
      }
    }
  );

  it('puts missing values last when descending', async () => {
    const { items } = await list({ sort: '-nid', limit: 1000 });
    const missing = items.map(({ nid }) => nid === null);
    expect(missing).toContain(true);
    expect(missing).toEqual([...missing].sort());
  });

  it('walks back and forth at random and always sees a window of the same list', async () => {
    const random = seededRandom(11);
    for (const sort of ['-timeCreate', 'cmd', '-timeStop']) {
      const all = guids(await list({ sort, limit: 1000 }));
      let page = await list({ sort, limit: 17 });
      for (let step = 0; step < 60; step++) {
        const { next, prev } = page.page;
        const cursor = next === null || (prev !== null && random() < 0.45) ? prev : next;
        page = await list({ sort, limit: 1 + Math.floor(random() * 30), cursor });
        const start = all.indexOf(guids(page)[0] ?? '');
        expect(guids(page)).toEqual(all.slice(start, start + page.items.length));
      }
    }
  });

  it('jobs that come while somebody pages neither repeat nor hide the others', async () => {
    const before = guids(await list({ sort: '-timeCreate', limit: 1000 }));
    const seen: string[] = [];
    let page = await list({ sort: '-timeCreate', limit: 40 });
    for (let round = 0; ; round++) {
      seen.push(...guids(page));
      if (page.page.next === null) {
        break;
      }
      await seedJobs(test.services.database, {
        count: 3,
        from: NOW + 1_000 * round,
        to: NOW + 1_000 * round + 5,
        seed: 100 + round,
      });
      page = await list({ sort: '-timeCreate', limit: 40, cursor: page.page.next });
    }
    expect(seen).toEqual(before);
  });

  it('counts the total unless told not to', async () => {
    const exact = await list({ filter: 'state|=|OK', limit: 1 });
    expect(exact.total.relation).toBe('eq');
    const uncounted = await list({ filter: 'state|=|OK', limit: 1, count: 'false' });
    expect(uncounted.total).toEqual({ value: 1, relation: 'gte' });
    const small = await list({ filter: 'state|=|OK', limit: 1000, count: 'false' });
    expect(small.total).toEqual(exact.total);
  });

  it('the few jobs with a tag are paged like all jobs, and found by the tag and not by walking the list', async () => {
    const read = jest.spyOn(test.services.database, 'read');
    for (const sort of ['-timeCreate', 'resultPreview', '-nodeName']) {
      const tagged = (await list({ sort, limit: 1000 })).items.filter(({ tags }) => tags.includes('case-3'));
      const found: string[] = [];
      let page = await list({ sort, filter: 'tags|=|case-3', limit: 2 });
      found.push(...guids(page));
      while (page.page.next !== null) {
        page = await list({ sort, filter: 'tags|=|case-3', limit: 2, cursor: page.page.next });
        found.push(...guids(page));
      }
      expect(found).toEqual(tagged.map(({ guid }) => guid));
      expect(found.length).toBeGreaterThan(2);
    }
    expect(read.mock.calls.filter(([{ text }]) => text.includes('offset 0')).length).toBeGreaterThan(2);
    read.mockRestore();
  });
});
