/** What an agent says of its node. */
export interface Asked {
  name: string;
  /** undefined: all that the node was given. */
  roles: readonly string[] | undefined;
}

/** What a node is called, and the roles it may have or has. */
export interface Identity {
  name: string;
  roles: readonly string[];
}

/** The role of a node that nobody gave others. */
const ORDINARY_ROLES: readonly string[] = ['node'];

/** What a node has of what it was given. An agent may ask for less of it, never for more. Pure. */
export function identify(asked: Asked, given: Identity): Identity {
  const { name, roles } = given;
  return { name, roles: asked.roles === undefined ? roles : roles.filter((role) => asked.roles?.includes(role)) };
}

/** Of a node that nobody gave anything; `tokenName`: what its first token is called. */
export function ordinaryIdentity(nid: number, tokenName = `node-${nid}`): Identity {
  return { name: tokenName, roles: ORDINARY_ROLES };
}

/** What was asked for in vain. Pure. */
export function notGiven(asked: Asked, given: Identity): string[] {
  return (asked.roles ?? []).filter((role) => !given.roles.includes(role));
}
