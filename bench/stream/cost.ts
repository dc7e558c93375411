import { EventReader } from '../../controller/src/testing/eventReader';
import type { Measurement } from '../dispatch/measure';
import type { Stage } from '../dispatch/stage';

/** What storing is measured with. */
export const SETTINGS = ['changes not noted', 'noted, no stream', 'noted, one stream of everything'] as const;
export type Setting = (typeof SETTINGS)[number];

const SIGNATURE = 'note_changes(of_gid integer, of_jobs text, of_lines text) returns void language plpgsql';

/** Runs the measurement as if the journal did not exist, with the journal, or with somebody who reads all of it. */
export async function withSetting(
  stage: Stage,
  setting: Setting,
  measure: () => Promise<Measurement>
): Promise<Measurement> {
  if (setting === 'changes not noted') {
    await stage.run(`alter function note_changes rename to note_changes_kept`);
    await stage.run(`create function ${SIGNATURE} as 'begin end'`);
    try {
      return await measure();
    } finally {
      await stage.run('drop function note_changes');
      await stage.run('alter function note_changes_kept rename to note_changes');
    }
  }
  if (setting === 'noted, no stream') {
    return measure();
  }
  const reader = await EventReader.open(`${stage.url}/api/v1/stream`, stage.viewerToken);
  try {
    return await measure();
  } finally {
    reader.close();
  }
}
