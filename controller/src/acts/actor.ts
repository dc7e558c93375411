import type { ActCall } from './performAct';

/** Who acts, for what a job says of it; the audit trail also names the token. */
export function actorOf({ caller, onBehalfOf }: Pick<ActCall, 'caller' | 'onBehalfOf'>): string {
  return onBehalfOf ?? caller.name;
}
