import { type DataFrame } from '@grafana/data';

/**
 * How following does. `opening`: nothing is known yet; `live`: rows come; `away`: a connection broke and is made again;
 * `refused`: the controller or Grafana will not have it; `off`: there is no Grafana Live.
 */
export const LIVE_STATES = ['opening', 'live', 'away', 'refused', 'off'] as const;
export type LiveState = (typeof LIVE_STATES)[number];

/** What comes of following a query: how it does, and rows as they change. */
export type LiveUpdate =
  | {
      type: 'state';
      state: LiveState;
      /** Another one than before: rows may be missing, and the list has to be asked for again. */
      continuity: string;
      /** What is wrong, or was left out, in words. */
      message?: string;
    }
  | { type: 'rows'; frame: DataFrame };
