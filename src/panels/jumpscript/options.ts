export interface JumpscriptOptions {
  properties: boolean;
  source: boolean;
  /** A line to mark when the URL names none. */
  line?: number;
}
