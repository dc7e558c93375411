import type { Database } from '../../../controller/src/database/database';
import { copyRows, seededRandom } from '../../../controller/src/testing/seed';
import type { LongLog, SeedRecord } from './seedRecord';
import type { SeedSpan } from './seedSpan';

/** In a fifth of the lines of every job. */
export const COMMON_WORD = 'heartbeat';
/** In one of so many lines, in few of a small seed; the long logs' and the others' alike. */
export const RARE_WORD = 'split-brain';
const rareEvery = (lines: number) => Math.min(500_000, Math.max(10, Math.floor(lines / 2)));
/** Where among them: after seven tenths. */
const RARE_PLACE = 0.7;

const WORDS = [
  'disk',
  'volume',
  'ready',
  'mounted',
  'checked',
  'latency',
  'replica',
  'vdisk',
  'socket',
  'retry',
] as const;

const LINES_PER_JOB = 100;
/** Between two lines of a job. */
const LINE_EVERY_MS = 5;

/** The youngest of the long logs begins so long before the end: nothing there has an index of its text. */
const YOUNG_MS = 3_600_000;

/** Pure. The first job's log, one of the last day, one of its last hour; the other lines are of jobs of a hundred each. */
export function longLines(all: number): { old: number; day: number; hour: number } {
  return {
    old: Math.min(5_000_000, Math.ceil(all / 2)),
    day: Math.min(1_000_000, Math.ceil(all / 10)),
    hour: Math.min(150_000, Math.ceil(all / 20)),
  };
}

/** Line by line in the order of time, as they would have come. */
export async function seedLogs(
  database: Database,
  span: SeedSpan,
  count: number
): Promise<Pick<SeedRecord, 'oldLog' | 'dayLog' | 'hourLog'>> {
  const lines = longLines(count);
  const others = count - lines.old - lines.day - lines.hour;
  const oldOwner = await firstJobSince(database, span.start);
  const dayOwner = await firstJobSince(database, span.lastDay);
  const hourOwner = await firstJobSince(database, span.end - YOUNG_MS);
  const longGuids = [oldOwner, dayOwner, hourOwner].map(({ guid }) => guid);
  const owners = await lineOwners(database, Math.ceil(others / LINES_PER_JOB), longGuids);
  const streams = [
    linesOf(oldOwner, lines.old, 0),
    linesOf(dayOwner, lines.day, 1),
    linesOf(hourOwner, lines.hour, 2),
    linesOfOthers(owners, others, rareEvery(others)),
  ];
  await copyRows(database, 'log_lines', LINE_COLUMNS, inOrderOfTime(streams));
  return {
    oldLog: longLog(oldOwner, lines.old),
    dayLog: longLog(dayOwner, lines.day),
    hourLog: longLog(hourOwner, lines.hour),
  };
}

function longLog({ guid, time }: LineOwner, lines: number): LongLog {
  return { guid, lines, middle: time + Math.floor(lines / 2) * LINE_EVERY_MS };
}

const LINE_COLUMNS = [
  'gid',
  'time',
  'job_guid',
  'seq',
  'level',
  'app_name',
  'category',
  'message',
  'nid',
  'node_name',
  'organization',
  'cmd',
];
type Line = [gid: number, time: number, ...rest: unknown[]];

function* linesOf(owner: LineOwner, count: number, seed: number): Generator<Line> {
  const random = seededRandom(5 + seed);
  const every = rareEvery(count);
  for (let seq = 0; seq < count; seq++) {
    yield line(owner, seq, message(seq, every, random));
  }
}

function* linesOfOthers(owners: readonly LineOwner[], count: number, every: number): Generator<Line> {
  const random = seededRandom(9);
  for (let index = 0; index < count; index++) {
    const owner = owners[Math.floor(index / LINES_PER_JOB)];
    if (owner === undefined) {
      throw new Error(`Expected a job for line ${index}, got none: seed at least a hundredth as many jobs as lines.`);
    }
    yield line(owner, index % LINES_PER_JOB, message(index, every, random));
  }
}

function line(
  { guid, time, nid, node_name: name, organization, cmd, queue }: LineOwner,
  seq: number,
  text: string
): Line {
  return [1, time + seq * LINE_EVERY_MS, guid, seq, 6, `agent:${queue}`, 'bench', text, nid, name, organization, cmd];
}

/** The earliest of the streams' next lines: of the others, one job's are together, as an agent reports them. */
function* inOrderOfTime(streams: ReadonlyArray<Generator<Line>>): Generator<Line> {
  const heads = streams.map((stream) => ({ stream, next: stream.next() }));
  for (;;) {
    const first = heads.reduce((one, other) => (timeOf(other.next) < timeOf(one.next) ? other : one));
    if (first.next.done === true) {
      return;
    }
    yield first.next.value;
    first.next = first.stream.next();
  }
}

function timeOf(line: IteratorResult<Line, unknown>): number {
  return line.done === true ? Infinity : line.value[1];
}

interface LineOwner {
  guid: string;
  time: number;
  nid: number;
  node_name: string;
  cmd: string;
  organization: string;
  queue: string;
}
const OWNER = 'guid, time_start as time, nid, node_name, cmd, organization, queue';
const CAN_OWN = 'not is_live and time_start is not null and nid is not null';

async function firstJobSince(database: Database, time: number): Promise<LineOwner> {
  const [owner] = await database.query<LineOwner>({
    text: `select ${OWNER} from jobs where ${CAN_OWN} and time_create >= $1 order by time_create, guid limit 1`,
    values: [time],
  });
  if (owner === undefined) {
    throw new Error('Expected a job of the last hour that ran, got none: seed more jobs.');
  }
  return owner;
}

/** Jobs evenly over all days. Numbering ten million takes longer than the controller gives a statement. */
async function lineOwners(database: Database, count: number, except: readonly string[]): Promise<LineOwner[]> {
  const client = await database.connect();
  try {
    const { rows } = await client.query<LineOwner>(
      `with placed as (
         select ${OWNER}, row_number() over (order by time_create, guid) as place from jobs
         where ${CAN_OWN} and guid <> all($2::text[])
       ) select * from placed
       where place % greatest(1, (select count(*) from placed) / $1) = 0 order by place`,
      [Math.max(1, count), except]
    );
    return rows;
  } finally {
    await client.end();
  }
}

function message(place: number, every: number, random: () => number): string {
  const words = Array.from({ length: 8 }, () => WORDS[Math.floor(random() * WORDS.length)]);
  const marks = [
    ...(random() < 0.2 ? [COMMON_WORD] : []),
    ...(place % every === Math.floor(every * RARE_PLACE) ? [RARE_WORD] : []),
  ];
  return [...words, ...marks, place].join(' ');
}
