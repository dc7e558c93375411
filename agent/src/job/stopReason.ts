/** Why the agent ends a job that has not ended by itself. */
export type StopReason =
  /** Over its time limit. */
  | 'timeout'
  /** Somebody asked for it. */
  | 'cancel'
  /** The controller no longer counts it as this agent's: its outcome is dropped, its lines are not. */
  | 'disown'
  /** The agent itself is stopping. */
  | 'agentStop'
  /** The same, before its script began: somebody else runs it. */
  | 'handBack';
