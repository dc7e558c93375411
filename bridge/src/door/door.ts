import {
  ENDPOINTS,
  LIMITS,
  type BridgeJobsResponse,
  type BridgeLogsResponse,
  type BridgeOpenRequest,
  type BridgeOpenResponse,
  type BridgeStatusRequest,
  type BridgedJob,
  type BridgedJumpScript,
  type BridgedLine,
  type BridgedNode,
} from '@openvcloud/contract';
import { Agent, fetch, type Dispatcher } from 'undici';
import { DoorError } from './doorError';

const ANSWER_WITHIN_MS = 60_000;
/** A request may be as large as the controller takes; well below it several rows go together. */
const BATCH_BYTES = LIMITS.batchBytes / 4;

export interface DoorSettings {
  url: string;
  token: string;
  /** PEM of the authority that signed the controller's certificate; absent: the system's. */
  ca?: string | undefined;
}

/** The controller's door for bridges. Every call throws a DoorError that says whether trying again makes sense. */
export class Door {
  private readonly settings: DoorSettings;
  private readonly instance: string;
  private readonly dispatcher: Dispatcher;

  constructor(settings: DoorSettings, instance: string) {
    this.settings = settings;
    this.instance = instance;
    this.dispatcher = new Agent(settings.ca === undefined ? {} : { connect: { ca: settings.ca } });
  }

  async open(request: Omit<BridgeOpenRequest, 'instance'>): Promise<BridgeOpenResponse> {
    return (await this.post(ENDPOINTS.openBridge.path, request)) as BridgeOpenResponse;
  }

  /** `refused`: told of each row that the controller does not take, whatever stands beside it. */
  async jobs(
    jobs: readonly BridgedJob[],
    isBackfill: boolean,
    refused: Refused<BridgedJob>
  ): Promise<BridgeJobsResponse> {
    const sum: BridgeJobsResponse = { created: 0, changed: 0, same: 0, removed: 0 };
    await this.inParts(jobs, LIMITS.bridgedJobs, refused, async (part) => {
      const answer = (await this.post(ENDPOINTS.bridgeJobs.path, { isBackfill, jobs: part })) as BridgeJobsResponse;
      for (const name of ['created', 'changed', 'same', 'removed'] as const) {
        sum[name] += answer[name];
      }
    });
    return sum;
  }

  async lines(lines: readonly BridgedLine[], refused: Refused<BridgedLine>): Promise<BridgeLogsResponse> {
    const sum: BridgeLogsResponse = { stored: 0, left: 0 };
    await this.inParts(lines, LIMITS.bridgedLines, refused, async (part) => {
      const answer = (await this.post(ENDPOINTS.bridgeLogs.path, { lines: part })) as BridgeLogsResponse;
      sum.stored += answer.stored;
      sum.left += answer.left;
    });
    return sum;
  }

  async nodes(nodes: readonly BridgedNode[], refused: Refused<BridgedNode>): Promise<void> {
    await this.inParts(nodes, 5000, refused, (part) => this.post(ENDPOINTS.bridgeNodes.path, { nodes: part }));
  }

  async jumpscripts(scripts: readonly BridgedJumpScript[], refused: Refused<BridgedJumpScript>): Promise<void> {
    await this.inParts(scripts, 1000, refused, (part) =>
      this.post(ENDPOINTS.bridgeJumpScripts.path, { jumpscripts: part })
    );
  }

  async status(status: Omit<BridgeStatusRequest, 'instance'>): Promise<void> {
    await this.post(ENDPOINTS.bridgeStatus.path, status);
  }

  /** Leaves the source to the next bridge. */
  async leave(): Promise<void> {
    await this.post(ENDPOINTS.closeBridge.path, {});
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  /** One poison row blocks nothing: a part that is refused is halved until it is that row alone. */
  private async inParts<Row>(
    rows: readonly Row[],
    most: number,
    refused: Refused<Row>,
    send: (part: readonly Row[]) => Promise<unknown>
  ): Promise<void> {
    for (const part of partsOf(rows, most)) {
      await this.sendPart(part, refused, send);
    }
  }

  private async sendPart<Row>(
    part: readonly Row[],
    refused: Refused<Row>,
    send: (part: readonly Row[]) => Promise<unknown>
  ): Promise<void> {
    const [first] = part;
    if (first === undefined) {
      return;
    }
    try {
      await send(part);
    } catch (error) {
      if (!(error instanceof DoorError) || error.kind !== 'row') {
        throw error;
      }
      if (part.length === 1) {
        refused(first, error.message);
        return;
      }
      const middle = Math.ceil(part.length / 2);
      await this.sendPart(part.slice(0, middle), refused, send);
      await this.sendPart(part.slice(middle), refused, send);
    }
  }

  private async post(path: string, body: object): Promise<unknown> {
    const { url, token } = this.settings;
    let answer: { status: number; text: string };
    try {
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ instance: this.instance, ...body }),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        dispatcher: this.dispatcher,
      });
      answer = { status: response.status, text: await response.text() };
    } catch (error) {
      throw DoorError.unanswered(path, error);
    }
    if (answer.status > 299) {
      throw DoorError.answered(path, answer.status, answer.text);
    }
    return answer.text === '' ? undefined : JSON.parse(answer.text);
  }
}

/** Told why a row was not taken. */
type Refused<Row> = (row: Row, why: string) => void;

/** Pure. Rows in order, as many together as a request may have. */
export function partsOf<Row>(rows: readonly Row[], most: number, mostBytes = BATCH_BYTES): Row[][] {
  const parts: Row[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    const size = JSON.stringify(row).length;
    const last = parts.at(-1);
    if (last === undefined || last.length >= most || bytes + size > mostBytes) {
      parts.push([row]);
      bytes = size;
    } else {
      last.push(row);
      bytes += size;
    }
  }
  return parts;
}
