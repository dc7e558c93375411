import type { Logger } from 'pino';
import type { Database } from '../database/database';
import { pause } from '../timing/pause';
import { failureSignature, SIGNATURE_VERSION, type Failure } from './failureSignature';

export const RESIGN_EVERY_MS = 10 * 60_000;
/** A source may be a megabyte. */
const AT_ONCE = 40;
/** Everybody else goes first. */
const PAUSE_MS = 25;

interface Signed extends Failure {
  guid: string;
  timeCreate: number;
}

/** Written as its index is (database/migrations/0024): another version needs another index. */
const IS_FORMER = `error_signature is not null and coalesce(signature_version, 1) < ${SIGNATURE_VERSION}`;

/**
 * Signs failures that a former version signed, newest first, until none is left or `signal` is aborted: one that was made
 * another way is equal to no new one, so one kind of failure would be two. Several controllers share the work.
 */
export async function resignFailures(database: Database, log: Logger, signal: AbortSignal): Promise<void> {
  let signed = 0;
  for (let count = -1; count !== 0 && !signal.aborted; signed += count) {
    count = await resignSome(database);
    await pause(PAUSE_MS, signal);
  }
  if (signed > 0) {
    log.info({ failures: signed, version: SIGNATURE_VERSION }, 'failures of the history were signed anew');
  }
}

/** How many were signed. */
async function resignSome(database: Database): Promise<number> {
  return database.transaction(async (transaction) => {
    const failures = await transaction.query<Signed>(
      {
        text: `select guid, time_create as "timeCreate", coalesce(error_type, 'Error') as type,
                 coalesce(error_message, '') as message, error_file as file, error_line as line,
                 error_function as function, error_backtrace as backtrace, error_code as code
               from jobs_done where ${IS_FORMER} order by time_create desc limit ${AT_ONCE} for update skip locked`,
        values: [],
      },
      { name: 'former_signatures' }
    );
    if (failures.length > 0) {
      const signatures = failures.map((failure) => ({
        guid: failure.guid,
        time_create: failure.timeCreate,
        signature: failureSignature(failure),
      }));
      await transaction.query(
        {
          text: `update jobs_done j set error_signature = s.signature, signature_version = ${SIGNATURE_VERSION}
                 from json_to_recordset($1) as s (guid text, time_create bigint, signature text)
                 where j.time_create = s.time_create and j.guid = s.guid`,
          values: [JSON.stringify(signatures)],
        },
        { name: 'resign_failures' }
      );
    }
    return failures.length;
  });
}
