import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../testing/startAgent';
import { listSegments, listSpoolIds, newSpoolId, segmentName, spoolBytes } from './spoolFolder';

const ID = '1700000000000-00000000-0000-4000-8000-000000000000';
const LATER = '1700000000001-00000000-0000-4000-8000-000000000000';

describe('the folder of spools', () => {
  it('has one of each start, oldest first, and leaves alone what is none', () => {
    const root = temporaryFolder();
    [LATER, ID, 'lost+found', `${ID}.old`, `x${ID}`, '123-abc'].forEach((name) => mkdirSync(join(root, name)));
    expect(listSpoolIds(root)).toEqual([ID, LATER]);
  });

  it('has none before it is there', () => {
    expect(listSpoolIds(join(temporaryFolder(), 'missing'))).toEqual([]);
  });

  it('names a start so that names sort by time, and no two are the same', () => {
    expect(newSpoolId(1)).toMatch(/^0000000000001-[0-9a-f-]{36}$/);
    expect(newSpoolId(1700000000000).slice(0, 14)).toBe('1700000000000-');
    expect(newSpoolId(1)).not.toBe(newSpoolId(1));
    const root = temporaryFolder();
    const id = newSpoolId(7);
    mkdirSync(join(root, id));
    expect(listSpoolIds(root)).toEqual([id]);
  });
});

describe('the folder of one spool', () => {
  it('has segments named by their first report, in order of these', () => {
    expect(segmentName(7)).toBe('000000000000007.ndjson');
    const folder = temporaryFolder();
    [1000, 7, 20].forEach((seq) => writeFileSync(join(folder, segmentName(seq)), 'abc'));
    ['7.ndjson', `${segmentName(7)}.tmp`, `x${segmentName(7)}`].forEach((name) =>
      writeFileSync(join(folder, name), 'x')
    );
    expect(listSegments(folder)).toEqual([segmentName(7), segmentName(20), segmentName(1000)]);
    expect(spoolBytes(folder)).toBe(9);
  });

  it('has none before it is there', () => {
    const folder = join(temporaryFolder(), 'missing');
    expect(listSegments(folder)).toEqual([]);
    expect(spoolBytes(folder)).toBe(0);
  });
});
