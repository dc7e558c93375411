import { guidTime, newGuid } from './guid';

describe('guids', () => {
  it('are UUIDs of version 7 whose time can be read back', () => {
    const guid = newGuid(1795305600123);
    expect(guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(guidTime(guid)).toBe(1795305600123);
  });

  it('sort by creation, and do not repeat', () => {
    expect(newGuid(1) < newGuid(2)).toBe(true);
    expect(new Set(Array.from({ length: 1000 }, () => newGuid(1))).size).toBe(1000);
  });

  it.each(['', 'x', '3f2b8c1d9e4a4b7f8a60d1c2e3f40516', '01a20480-c096-4987-8fea-d9caab9de4cf'])(
    'have no time when they are something else: %j',
    (guid) => {
      expect(guidTime(guid)).toBeUndefined();
    }
  );
});
