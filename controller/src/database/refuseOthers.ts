import { setTimeout as sleep } from 'node:timers/promises';
import { BEAT_EVERY_MS } from '../timing/usableTime';
import type { Queryable } from './queryable';

/** A controller that is busy beats later than it wants. */
const BEATS_WAITED = 3;
const LOOKS_PER_BEAT = 4;

/**
 * Throws while a controller works on a database that is to be changed: it knows only what was there before, and would fail with
 * every job. One that ended moments ago does not beat any more, which takes three beats to be sure of.
 */
export async function refuseOthers(database: Queryable, beatEveryMs = BEAT_EVERY_MS): Promise<void> {
  const first = await latestBeat(database);
  if (first === undefined || first.ageMs > BEATS_WAITED * beatEveryMs) {
    return;
  }
  for (let look = 0; look < BEATS_WAITED * LOOKS_PER_BEAT; look += 1) {
    await sleep(beatEveryMs / LOOKS_PER_BEAT);
    const now = await latestBeat(database);
    if (now !== undefined && now.beatAt > first.beatAt) {
      throw new Error(
        'Expected no controller at work on this database while it is brought to a new version, but one of a former version is. Stop all of them, then start this one: agents keep what they have to report meanwhile.'
      );
    }
  }
}

/** undefined: no controller ever beat here, or none of a version that does. */
async function latestBeat(database: Queryable): Promise<{ beatAt: number; ageMs: number } | undefined> {
  const [there] = await database.query<{ is: boolean }>({
    text: `select to_regclass('service_beats') is not null as is`,
    values: [],
  });
  if (there?.is !== true) {
    return undefined;
  }
  const [beat] = await database.query<{ beatAt: number; ageMs: number }>({
    text: `select beat_at as "beatAt", (extract(epoch from clock_timestamp()) * 1000)::bigint - beat_at as "ageMs"
           from service_beats order by beat_at desc limit 1`,
    values: [],
  });
  return beat;
}
