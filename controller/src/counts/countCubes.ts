import type { KeptField } from '@openvcloud/contract';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
const MONTH_MS = 4 * WEEK_MS;

/** A number of job_counts: counts of one cube, so wide. Numbers never change their meaning. */
export interface CountLevel {
  level: number;
  width: number;
}

/** Counts that keep these fields apart, at these widths. */
export interface CountCube {
  cube: number;
  fields: readonly KeptField[];
  /** Widest first; each is a multiple of the next. */
  levels: readonly [CountLevel, ...CountLevel[]];
}

const FEW: readonly KeptField[] = ['gid', 'state', 'queue', 'source'];
const SCRIPT: readonly KeptField[] = ['organization', 'category', 'cmd'];
const NODE: readonly KeptField[] = ['nid', 'nodeName'];

/**
 * The more fields a cube keeps apart, the nearer it comes to one row per job: so the wider is its narrowest count. Smallest
 * first: what needs few fields reads few rows.
 */
export const COUNT_CUBES: readonly [CountCube, ...CountCube[]] = [
  { cube: 1, fields: FEW, levels: levels(1, MINUTE_MS) },
  { cube: 2, fields: [...FEW, ...SCRIPT], levels: levels(2, 5 * MINUTE_MS) },
  { cube: 3, fields: [...FEW, ...NODE], levels: levels(3, 5 * MINUTE_MS) },
  { cube: 4, fields: [...FEW, ...SCRIPT, ...NODE], levels: levels(4) },
];

/** Weeks and months (of four weeks) are few rows more; without them a year of many nodes is hundreds of thousands. */
function levels(cube: number, narrowest?: number): [CountLevel, ...CountLevel[]] {
  return [
    { level: cube * 10 + 4, width: MONTH_MS },
    { level: cube * 10 + 3, width: WEEK_MS },
    { level: cube * 10, width: DAY_MS },
    { level: cube * 10 + 1, width: HOUR_MS },
    ...(narrowest === undefined ? [] : [{ level: cube * 10 + 2, width: narrowest }]),
  ];
}

/** The smallest cube that keeps these fields apart; the last one keeps all. */
export function cubeFor(used: readonly KeptField[]): CountCube {
  const cube = COUNT_CUBES.find(({ fields }) => used.every((field) => fields.includes(field)));
  if (cube === undefined) {
    throw new Error(`expected a cube with ${used.join(', ')}`);
  }
  return cube;
}
