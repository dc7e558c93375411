import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../../scripts/processes/waitFor';
import type { Arena, Blow } from './arena';
import { runsOf } from '../evidence/record';
import { execute } from '../world/workload';
import type { AgentNode } from '../world/world';

/** 2.4 MB: more than twice the quota, in few lines, so that they do not outnumber all others of the run. */
const CHATTY = { lines: 600, width: 4000, pause_after: 1, seconds: 2 };
const STARTS_WITHIN_SECONDS = 30;
const ENDS_WITHIN_SECONDS = 20;
const DELIVERED_WITHIN_SECONDS = 60;

/** A chatty job on a node that cannot reach any controller: what it writes has to stay in the spool, and does not fit. */
export async function fillSpool(
  { nid, proxy, spoolFolder }: AgentNode,
  { world, record, ledger, onCreated }: Arena
): Promise<Blow | undefined> {
  const request = { organization: 'faults', name: 'count', nid, args: { ...CHATTY, record }, tags: ['chatty'] };
  const guids = await execute(world.controllerUrls, request, nid);
  onCreated(guids);
  const [guid = ''] = guids;
  // It may have been born terminal (its node is away), or its node may be killed: then there is nothing to fill.
  const hasStarted = await waitFor('the chatty job', async () => runsOf(record, guid).length > 0, {
    seconds: STARTS_WITHIN_SECONDS,
    everyMs: 50,
  }).catch(() => false);
  if (!hasStarted) {
    return undefined;
  }
  const from = Date.now();
  proxy.block();
  await waitFor('its result on disk', async () => hasResult(spoolFolder, guid), {
    seconds: ENDS_WITHIN_SECONDS,
    everyMs: 50,
  }).catch(() => false);
  proxy.unblock();
  const dropped = await waitFor('its delivery', () => ledger.droppedLines(guid), {
    seconds: DELIVERED_WITHIN_SECONDS,
  }).catch(() => 0);
  return { nid, from, over: Promise.resolve({ to: Date.now(), isWhole: dropped > 0 }) };
}

/** The agent has written down how this job ended. */
function hasResult(spoolFolder: string, guid: string): boolean {
  const files = existsSync(spoolFolder) ? readdirSync(spoolFolder, { recursive: true, encoding: 'utf8' }) : [];
  return files
    .filter((name) => name.endsWith('.ndjson'))
    .some((name) => readFileSync(join(spoolFolder, name), 'utf8').includes(`"kind":"result","guid":"${guid}"`));
}
