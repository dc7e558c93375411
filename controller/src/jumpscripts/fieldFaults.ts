import { isOneLine } from '@openvcloud/contract';
import { firstCharacters } from '../text/firstCharacters';
import type { PyFunction } from './python/readFunction';
import type { Parameter } from './python/readParameters';
import { shortened } from './shortened';

const MOST_ROLES = 100;
const MOST_ROLE_CHARACTERS = 100;

/** Why no call of it can ever work. */
export function callFaults({ isAsync, isGenerator, positional }: PyFunction): string[] {
  const [required] = positional.filter(isRequired);
  return [
    ...(isAsync ? ['expected def, got async def: nobody awaits its result'] : []),
    ...(isGenerator && !isAsync
      ? ['expected def with return, got one with yield: nobody goes through what it yields']
      : []),
    ...(required === undefined
      ? []
      : [`expected arguments that can be given by name, got ${required.name} before a /`]),
  ];
}

export function isRequired(parameter: Parameter): boolean {
  return parameter.default === null;
}

/** What was expected of roles, and what came. */
export function rolesFault(roles: readonly string[]): string | undefined {
  if (roles.length > MOST_ROLES) {
    return `expected at most ${MOST_ROLES} roles, got ${roles.length}`;
  }
  const odd = roles.find((role) => !isOneLine(role));
  if (odd !== undefined) {
    return `expected roles without control characters, got ${shortened(JSON.stringify(odd))}`;
  }
  const long = roles.find((role) => [...role].length > MOST_ROLE_CHARACTERS);
  return long === undefined
    ? undefined
    : `expected roles of at most ${MOST_ROLE_CHARACTERS} characters, got "${firstCharacters(long, 50)}..."`;
}
