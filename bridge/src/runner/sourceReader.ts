import type {
  BridgedJob,
  BridgedJumpScript,
  BridgedLine,
  BridgedNode,
  SourceKind,
  SourceSpan,
} from '@openvcloud/contract';

/** Where a reader brings what it reads. Each call ends when the controller has it, or throws. */
export interface Receiver {
  jobs(jobs: readonly BridgedJob[], isBackfill: boolean): Promise<void>;
  lines(lines: readonly BridgedLine[]): Promise<void>;
  nodes(nodes: readonly BridgedNode[]): Promise<void>;
  jumpscripts(scripts: readonly BridgedJumpScript[]): Promise<void>;
  /** A row that could not be read, by what it is called; it blocks nothing. */
  skip(key: string, why: string): void;
}

/** A job that has not ended here. */
export interface OpenJob {
  key: string;
  nativeState: string;
}

export interface Pass {
  receiver: Receiver;
  /** Those that this source has not ended here, before the pass. */
  open: readonly OpenJob[];
  /** Epoch ms. */
  now: number;
}

export interface Passed {
  /** Up to when everything is read. */
  asOf: number;
  cut: SourceSpan[];
  lost: SourceSpan[];
}

/** How one kind of controller is read. */
export interface SourceReader {
  readonly kind: SourceKind;
  /** Goes on where `state` was; null: from the beginning. */
  restore(state: string | null): void;
  state(): string;
  /** Reads what is new; throws when not everything could be read, and is asked again. */
  pass(pass: Pass): Promise<Passed>;
  close(): Promise<void>;
}
