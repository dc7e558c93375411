import type { IncomingHttpHeaders } from 'node:http';
import type { EndedJob } from '../reports/reportPlan';

/** What the rest of the controller tells about its work, when traces are wanted. It never waits for them and never fails by them. */
export interface Tracing {
  /** A request begins. */
  request(facts: RequestFacts): RequestTrace;
  /** A statement has ended. It is shown when it belongs to a request that is traced. */
  statement(name: string, seconds: number, error: unknown): void;
  /** How the request's list is read, and why. */
  planned(plan: string): void;
  /** To be called when it is committed. */
  jobsEnded(jobs: readonly EndedJob[]): void;
  /** Sends what is left, as far as that goes quickly. */
  stop(): Promise<void>;
}

export interface RequestFacts {
  method: string;
  /** The pattern, as in `/api/v1/jobs/:guid`. */
  route: string;
  path: string;
  requestId: string;
  /** `traceparent` says whose trace it belongs to. */
  headers: IncomingHttpHeaders;
}

export interface RequestTrace {
  /** The statements of `work`, and of all that it begins, belong to this request. */
  within(work: () => void): void;
  end(status: number, isAbandoned: boolean): void;
}
