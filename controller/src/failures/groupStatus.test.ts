import { groupStatus, NEW_MS, type GroupFacts } from './groupStatus';

const NOW = Date.UTC(2026, 10, 30);
const NOTHING: GroupFacts = {
  firstSeen: NOW - 30 * NEW_MS,
  resolvedAt: null,
  hasRegressed: false,
  ignoredAt: null,
  ignoredUntil: null,
  ignoredCount: null,
  ignoredPerHour: null,
  ignoredVersion: null,
  sinceIgnored: 0,
  lastHour: 0,
  currentVersion: 4,
};
const resolved = { resolvedAt: NOW - 1000 };
const ignored = { ignoredAt: NOW - 1000 };

describe('the status of a group of failures', () => {
  it.each<[string, Partial<GroupFacts>, string]>([
    ['seen for less than 7 days', { firstSeen: NOW - NEW_MS + 1 }, 'new'],
    ['seen for 7 days', { firstSeen: NOW - NEW_MS }, 'ongoing'],
    ['resolved', resolved, 'resolved'],
    ['resolved, however new', { ...resolved, firstSeen: NOW - 1 }, 'resolved'],
    ['that failed again after it was resolved', { ...resolved, hasRegressed: true }, 'regressed'],
    ['ignored without a limit', ignored, 'ignored'],
    ['ignored, also when it was resolved', { ...resolved, ...ignored, hasRegressed: true }, 'ignored'],
    ['ignored until a date that has not come', { ...ignored, ignoredUntil: NOW + 1 }, 'ignored'],
    ['ignored until a date that has come', { ...ignored, ignoredUntil: NOW }, 'ongoing'],
    ['ignored for fewer failures than came', { ...ignored, ignoredCount: 5, sinceIgnored: 5 }, 'ongoing'],
    ['ignored for more failures than came', { ...ignored, ignoredCount: 5, sinceIgnored: 4 }, 'ignored'],
    ['ignored at a rate that is reached', { ...ignored, ignoredPerHour: 10, lastHour: 10 }, 'ongoing'],
    ['ignored at a rate that is not', { ...ignored, ignoredPerHour: 10, lastHour: 9 }, 'ignored'],
    ['ignored until an edit that came', { ...ignored, ignoredVersion: 3 }, 'ongoing'],
    ['ignored until an edit that did not', { ...ignored, ignoredVersion: 4 }, 'ignored'],
    ['past one of two limits', { ...ignored, ignoredUntil: NOW + 1, ignoredVersion: 3 }, 'ongoing'],
    [
      'whose ignoring is over, after it failed again',
      { ...resolved, hasRegressed: true, ...ignored, ignoredUntil: NOW },
      'regressed',
    ],
  ])('%s', (_, facts, status) => {
    expect(groupStatus({ ...NOTHING, ...facts }, NOW)).toBe(status);
  });
});
