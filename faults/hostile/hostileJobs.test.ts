import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../plan/random';
import { HostileJobs } from './hostileJobs';
import { HOSTILE_KINDS } from './kinds';

const KINDS = Object.keys(HOSTILE_KINDS).sort();

describe('hostile jobs', () => {
  const jobs = new HostileJobs(seededRandom(1), [1, 2, 3], (nid) => ({
    record: '/record',
    sockets: '/sockets',
    bystander: 100 + nid,
  }));
  const round = () => KINDS.map(() => jobs.next());

  it('have an act for each kind, and no others', () => {
    const acts = readdirSync(join(__dirname, 'acts')).map((file) => file.replace('.py', ''));
    expect(acts.sort()).toEqual(KINDS);
  });

  it('come one kind after the other, in another order each time', () => {
    const [first, second] = [round(), round()].map((requests) => requests.map(({ tags }) => tags?.[1]));
    expect(first?.toSorted()).toEqual(KINDS);
    expect(second?.toSorted()).toEqual(KINDS);
    expect(second).not.toEqual(first);
  });

  it('do not fill the small spool of the last node: only that one gets the kind that is for its limit', () => {
    const onLast = round().filter(({ nid }) => nid === 3);
    expect(onLast.map(({ tags }) => tags)).toEqual([['hostile', 'cpuHog']]);
  });

  it('that forge know whom they are to have killed: a process of their node', () => {
    const forger = round().find(({ tags }) => tags?.includes('forgesStart'));
    expect(forger?.args).toMatchObject({ act: { args: { bystander: 100 + (forger?.nid ?? 0) } } });
  });
});
