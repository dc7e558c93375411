import type { GroupField } from '@openvcloud/contract';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A number of job_counts: counts of one cube, so wide. Numbers never change their meaning. */
export interface CountLevel {
  level: number;
  width: number;
}

/** Counts that keep these fields apart, at these widths. */
export interface CountCube {
  cube: number;
  fields: readonly GroupField[];
  /** Widest first; each is a multiple of the next. */
  levels: readonly [CountLevel, ...CountLevel[]];
}

const FEW: readonly GroupField[] = ['gid', 'state', 'queue', 'source'];
const SCRIPT: readonly GroupField[] = ['organization', 'category', 'cmd'];
const NODE: readonly GroupField[] = ['nid', 'nodeName'];

/**
 * The more fields a cube keeps apart, the nearer it comes to one row per job: so the wider is its narrowest count. Smallest
 * first: what needs few fields reads few rows.
 */
export const COUNT_CUBES: readonly [CountCube, ...CountCube[]] = [
  { cube: 1, fields: FEW, levels: levels(1, DAY_MS, HOUR_MS, MINUTE_MS) },
  { cube: 2, fields: [...FEW, ...SCRIPT], levels: levels(2, DAY_MS, HOUR_MS, 5 * MINUTE_MS) },
  { cube: 3, fields: [...FEW, ...NODE], levels: levels(3, DAY_MS, HOUR_MS, 5 * MINUTE_MS) },
  { cube: 4, fields: [...FEW, ...SCRIPT, ...NODE], levels: levels(4, DAY_MS, HOUR_MS) },
];

function levels(cube: number, first: number, ...narrower: number[]): [CountLevel, ...CountLevel[]] {
  return [
    { level: cube * 10, width: first },
    ...narrower.map((width, index) => ({ level: cube * 10 + index + 1, width })),
  ];
}

/** The smallest cube that keeps these fields apart; the last one keeps all. */
export function cubeFor(used: readonly GroupField[]): CountCube {
  const cube = COUNT_CUBES.find(({ fields }) => used.every((field) => fields.includes(field)));
  if (cube === undefined) {
    throw new Error(`expected a cube with ${used.join(', ')}`);
  }
  return cube;
}
