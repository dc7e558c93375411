import { NodeName, NodeRoles } from '@openvcloud/contract';
import { ConfigError, type Environment } from '@openvcloud/settings';
import type { Identity } from './identify';

const KEY = 'AGENT_NODES';

/** Names and roles of nodes as the settings give them, by nid. Pure; throws a ConfigError that names the entry. */
export function readNodeIdentities(env: Environment): ReadonlyMap<number, Identity> {
  const identities = new Map<number, Identity>();
  const entries = (env[KEY] ?? '').split(',').filter((entry) => entry.trim() !== '');
  entries.forEach((entry, index) => {
    const [, nid = '', name = '', roles = ''] = /^\s*(\d{1,9}):([^:]+):([^:]*)$/.exec(entry) ?? [];
    const identity = { name: name.trim(), roles: split(roles) };
    if (Number(nid) < 1 || !isWithinLimits(identity)) {
      throw new ConfigError(
        `${KEY}: expected "nid:name:role+role,nid:name:role+role", at most ${NodeName.maxLength} characters in a name and ${NodeRoles.maxItems} roles of ${NodeRoles.items.maxLength}, entry ${index + 1} is not of that form. Correct it.`
      );
    }
    if (identities.has(Number(nid))) {
      throw new ConfigError(`${KEY}: expected one entry per nid, got two for nid ${Number(nid)}. Remove one of them.`);
    }
    identities.set(Number(nid), identity);
  });
  return identities;
}

function split(roles: string): string[] {
  const parts = roles.split('+').map((role) => role.trim());
  return [...new Set(parts.filter((role) => role !== ''))];
}

function isWithinLimits({ name, roles }: Identity): boolean {
  const isShort = roles.every((role) => role.length <= (NodeRoles.items.maxLength ?? 0));
  return (
    name !== '' && name.length <= (NodeName.maxLength ?? 0) && roles.length <= (NodeRoles.maxItems ?? 0) && isShort
  );
}
