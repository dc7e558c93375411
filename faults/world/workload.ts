import type { ExecuteRequest, ExecuteResponse } from '@openvcloud/contract';
import { setTimeout as delay } from 'node:timers/promises';
import { below } from '../plan/random';
import { OPERATOR_TOKEN, ROLE } from './world';

const MOST_LINES = 20;
const LONGEST_SECONDS = 1.2;
/** A few jobs are silent for longer than a lease in the middle of their lines. */
const SILENT_SECONDS = 35;
const SILENT_SHARE = 0.003;
const RETRY_MS = 200;
const ANSWER_WITHIN_MS = 20_000;

/** What to run: on a node, on the first free one, or on all of them; some fail, some may be run again. */
export function chooseRequest(random: () => number, nids: readonly number[], record: string): ExecuteRequest {
  const nid = nids[below(random, nids.length)];
  const targets: Array<Pick<ExecuteRequest, 'nid' | 'role' | 'all'>> = [
    { nid },
    { role: ROLE },
    { role: ROLE },
    { role: ROLE, all: true },
  ];
  const mayRetry = random() < 0.1;
  const seconds = random() < SILENT_SHARE ? SILENT_SECONDS : Math.round(random() ** 3 * LONGEST_SECONDS * 1000) / 1000;
  return {
    organization: 'faults',
    name: 'count',
    ...targets[below(random, targets.length)],
    args: {
      lines: 1 + below(random, MOST_LINES),
      seconds,
      record,
      fails: random() < 0.1,
    },
    ...(mayRetry ? { maxAttempts: 3, backoffSeconds: 0.5 } : {}),
  };
}

/** Asks one controller after the other until one says that the jobs are made; the guids it named. */
export async function execute(urls: readonly string[], request: ExecuteRequest, first: number): Promise<string[]> {
  for (let attempt = first; ; attempt++) {
    try {
      const response = await fetch(`${urls[attempt % urls.length]}/api/v1/jobs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(request),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      if (response.status === 201) {
        return ((await response.json()) as ExecuteResponse).jobs.map(({ guid }) => guid);
      }
      const text = await response.text();
      if (response.status < 500) {
        throw new RefusedRequest(`Expected 201 from POST /api/v1/jobs, got ${response.status}: ${text}`);
      }
    } catch (error) {
      if (error instanceof RefusedRequest) {
        throw error;
      }
      // The controller was killed, or its answer was lost with it: whether jobs were made the database will say.
    }
    await delay(RETRY_MS);
  }
}

class RefusedRequest extends Error {}
