import { type Report } from '@openvcloud/contract';
import { type Spool } from './spool';
import { type SpoolBatch, type SpoolReader } from './spoolReader';
import { SpoolSource } from './spoolSource';

const report = (seq: number): Report => ({ seq, kind: 'stats', stats: [] });
const onDisk: SpoolBatch = { reports: [report(1), report(2)], ends: [10, 20] };
const inMemory: SpoolBatch = { reports: [report(3), report(4)], ends: [] };
const NONE: SpoolBatch = { reports: [], ends: [] };

function source(disk: SpoolBatch) {
  const reader = { read: jest.fn(() => Promise.resolve(disk)), commit: jest.fn() };
  const spool = { unwritten: jest.fn(() => inMemory), forget: jest.fn() };
  return { reader, spool, source: new SpoolSource(as<SpoolReader>(reader), as<Spool>(spool)) };
}

/** Only what a source asks of them. */
function as<T>(part: object): T {
  return part as T;
}

describe('the reports of this session', () => {
  it('come from disk first, and are committed there', async () => {
    const { reader, spool, source: one } = source(onDisk);
    expect(await one.read(1000, 5)).toBe(onDisk);
    expect(reader.read).toHaveBeenCalledWith(1000, 5);
    expect(spool.unwritten).not.toHaveBeenCalled();
    one.commit(onDisk, 1);
    expect(reader.commit).toHaveBeenCalledWith(onDisk, 1);
    expect(spool.forget).not.toHaveBeenCalled();
  });

  it('come from memory when the disk has none, and are forgotten there', async () => {
    const { reader, spool, source: one } = source(NONE);
    expect(await one.read(1000, 5)).toBe(inMemory);
    expect(spool.unwritten).toHaveBeenCalledWith(1000, 5);
    one.commit(inMemory, 1);
    expect(spool.forget).toHaveBeenCalledWith(3);
    one.commit(inMemory, 0);
    expect(spool.forget).toHaveBeenCalledTimes(1);
    expect(reader.commit).not.toHaveBeenCalled();
  });
});
