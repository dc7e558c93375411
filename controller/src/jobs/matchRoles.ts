/** Stands for every node, in a JumpScript's roles and in a request. */
export const ANY_ROLE = '*';

/** A JumpScript without roles runs everywhere; else a node needs one of them. */
export function hasAnyRole(nodeRoles: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.includes(ANY_ROLE) || wanted.some((role) => nodeRoles.includes(role));
}

/** Whether a node may take a job that waits for a role. */
export function hasRole(nodeRoles: readonly string[], role: string): boolean {
  return role === ANY_ROLE || nodeRoles.includes(role);
}
