import { HEARTBEAT_MS, LEASE_MS } from '../../controller/src/timing/leaseTimes';
import type { NotedRun, StoredJob, Struck } from '../evidence/evidence';

/** What a script wrote is on its agent's disk by then: the agent gathers lines for 200 ms, and the machine is busy. */
const TO_DISK_MS = 1000;
/** A killed agent's scripts are ended by its zygote; until then they go on writing. */
const OUTLIVES_MS = 3000;
/** A script may begin when its agent is already dead; half a second later the agent is started again. */
const BEGINS_LATE_MS = 500;
/** A result is with a controller by then, unless something is in the way. */
const DELIVERED_MS = 1000;
/** Agents wait up to 5 s before they ask again a controller that was away. */
const ASKS_AGAIN_MS = 6000;
/** An agent that was away is heard again by then. */
const HEARD_AGAIN_MS = HEARTBEAT_MS + ASKS_AGAIN_MS;

/** An agent that could not do its work: it was killed, or could not be heard. */
interface Outage {
  isKill: boolean;
  from: number;
  to: number;
  /** What was written later may have died with it. Of a kill; nothing dies in a stall. */
  linesFrom: number;
}

/** What the faults that really struck can explain. Pure; whatever they cannot is the services' own doing. */
export class Excuses {
  private readonly outages = new Map<number, Outage[]>();
  private readonly fills: readonly Struck[];
  private readonly serviceOutages: readonly Struck[];
  private readonly nids: readonly number[];

  constructor(struck: readonly Struck[], nids: readonly number[]) {
    this.nids = nids;
    nids.forEach((nid) => this.outages.set(nid, outagesOf(struck.filter((one) => one.nid === nid))));
    this.fills = struck.filter(({ kind }) => kind === 'fillSpool');
    this.serviceOutages = struck.filter(({ nid }) => nid === undefined);
  }

  /**
   * Why a run may have come to nothing before `until`: the moment from which its lines may be missing (Infinity: none may).
   * undefined: no fault explains it.
   */
  ofRun(run: NotedRun, until: number): number | undefined {
    const outages = this.of(run.nid);
    const kill = outages.find(({ isKill, from }) => isKill && from >= run.startedAt - BEGINS_LATE_MS);
    if (kill !== undefined && kill.from <= until && endedWith(run, kill)) {
      return kill.linesFrom - TO_DISK_MS;
    }
    const deliveredAt = run.end && this.deliveredAt(run.end.at);
    const stall = outages.find(
      ({ isKill, from, to }) =>
        !isKill && from <= until && to >= run.startedAt && (deliveredAt === undefined || deliveredAt >= from)
    );
    return stall && Infinity;
  }

  /** Its agent was away while it had the job. */
  ofLostJob({ nid, timeCreate, timeStop, agentSince }: StoredJob): boolean {
    return (
      nid !== null &&
      this.of(nid).some(
        ({ isKill, from, to }) =>
          from <= (timeStop ?? Infinity) && to >= timeCreate && (!isKill || from >= (agentSince ?? 0))
      )
    );
  }

  /** Nobody had been heard for a lease that it could be given to. */
  ofNoWork({ nid, timeCreate }: StoredJob): boolean {
    const isAway = (of: number) =>
      this.of(of).some(
        ({ from, to }) =>
          // The last it was heard of may be a heartbeat ago when it goes.
          timeCreate >= from + LEASE_MS - HEARTBEAT_MS - DELIVERED_MS && timeCreate <= to + HEARD_AGAIN_MS
      );
    return nid === null ? this.nids.every(isAway) : isAway(nid);
  }

  /** Somebody's agent was away: so an attempt was lost before it began. */
  ofUnbegunAttempt({ timeCreate, timeStop }: StoredJob): boolean {
    return this.nids.some((nid) =>
      this.of(nid).some(({ from, to }) => from <= (timeStop ?? Infinity) && to >= timeCreate)
    );
  }

  /** Its agent's spool was full while it ran: lines were left out, and how many is known only of results that counted. */
  isFilled(run: NotedRun, until: number): boolean {
    return this.fills.some(({ nid, from, to }) => nid === run.nid && from <= until && to >= run.startedAt);
  }

  /** The agent took no samples between these moments, or could not keep them. */
  ofMissingSample(nid: number, from: number, to: number): boolean {
    const wasFull = this.fills.some((fill) => fill.nid === nid && fill.from <= to && fill.to >= from);
    return wasFull || this.of(nid).some((outage) => outage.linesFrom <= to && outage.to >= from);
  }

  private of(nid: number): readonly Outage[] {
    return this.outages.get(nid) ?? [];
  }

  /** A result of that moment waits on disk while no controller, or no database, answers. */
  private deliveredAt(at: number): number {
    const away = this.serviceOutages.find(({ from, to }) => from - DELIVERED_MS <= at && at <= to + ASKS_AGAIN_MS);
    return (away === undefined ? at : away.to + ASKS_AGAIN_MS) + DELIVERED_MS;
  }
}

/** It ran when its agent was killed, and did not outlive it. Its end may just have been noted. */
function endedWith({ end, written }: NotedRun, { from, linesFrom }: Outage): boolean {
  const lastNote = end?.at ?? written.at(-1)?.at ?? 0;
  return lastNote <= from + OUTLIVES_MS && (end === undefined || end.at >= linesFrom - TO_DISK_MS);
}

function outagesOf(struck: readonly Struck[]): Outage[] {
  const kills = struck.filter(({ kind }) => kind === 'killAgent');
  const stops = struck.filter(({ kind }) => kind === 'stallAgent');
  const cuts = struck.filter(({ kind }) => kind === 'stallConnections');
  const killDuring = ({ from, to }: Struck) => kills.find((kill) => kill.from >= from && kill.from <= to);
  return [
    ...kills.map(({ from, to }) => {
      // An agent that stood still had read nothing since.
      const stop = stops.find((one) => one.from <= from && from <= one.to);
      return { isKill: true, from, to, linesFrom: stop?.from ?? from };
    }),
    // What stood still ends when it is killed: the next agent is not stopped.
    ...stops.map((stop) => stall(stop, killDuring(stop)?.from ?? stop.to)),
    ...cuts.map((cut) => stall(cut, cut.to)),
  ].sort((one, other) => one.from - other.from);
}

function stall({ from, kind }: Struck, to: number): Outage {
  return { isKill: false, from, to, linesFrom: kind === 'stallAgent' ? from : Infinity };
}
