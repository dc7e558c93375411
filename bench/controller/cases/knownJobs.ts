import type { Database } from '../../../controller/src/database/database';

/** What only the seeded jobs can tell: guids, and a number in the middle. */
export interface KnownJobs {
  guid: string;
  /** In the middle of the history. */
  middleGuid: string;
  middleId: number;
  parentGuid: string;
  batchGuid: string;
}

export async function findKnownJobs(database: Database): Promise<KnownJobs> {
  const one = async (columns: string, rest: string) => {
    const [row] = await database.query<Record<string, string | number>>({
      text: `select ${columns} from jobs where not is_live ${rest}`,
      values: [],
    });
    if (row === undefined) {
      throw new Error(`Expected a job with ${columns} among those seeded, got none: seed more jobs.`);
    }
    return row;
  };
  const range = await one('min(time_create) as first, max(time_create) as last', '');
  const middle = Math.floor((Number(range.first) + Number(range.last)) / 2);
  const [early, late, parent, batch] = await Promise.all([
    one('guid', 'order by time_create limit 1'),
    one('guid, id', `and time_create >= ${middle} order by time_create limit 1`),
    one('parent_guid', `and parent_guid is not null order by abs(time_create - ${middle}) limit 1`),
    one('batch_guid', `and batch_guid is not null order by abs(time_create - ${middle}) limit 1`),
  ]);
  return {
    guid: String(early.guid),
    middleGuid: String(late.guid),
    middleId: Number(late.id),
    parentGuid: String(parent.parent_guid),
    batchGuid: String(batch.batch_guid),
  };
}
