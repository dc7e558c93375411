import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TokenCreated } from '@openvcloud/contract';
import { DEMO_NODES } from './settings';

/** Bearer tokens the controller wrote to tokens.json. */
export interface Tokens {
  viewer: string;
  operator: string;
  admin: string;
}

export function readTokens(dataDir: string): Tokens {
  return JSON.parse(readFileSync(join(dataDir, 'tokens.json'), 'utf8')) as Tokens;
}

export function agentDir(dataDir: string, nid: number): string {
  return join(dataDir, 'agents', String(nid));
}

export function agentTokenFile(dataDir: string, nid: number): string {
  return join(agentDir(dataDir, nid), 'token');
}

/** Gives each demonstration node a token of its own, once: a token speaks for one node only. */
export async function enrolAgents(dataDir: string, controllerUrl: string): Promise<void> {
  const { admin } = readTokens(dataDir);
  for (const node of DEMO_NODES) {
    const { nid } = node;
    const file = agentTokenFile(dataDir, nid);
    if (existsSync(file) && (await isAccepted(controllerUrl, readFileSync(file, 'utf8').trim()))) {
      continue;
    }
    const token = await createToken(controllerUrl, admin, node);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${token}\n`, { mode: 0o600 });
  }
}

async function createToken(
  controllerUrl: string,
  admin: string,
  { nid, name, roles }: (typeof DEMO_NODES)[number]
): Promise<string> {
  const response = await fetch(`${controllerUrl}/api/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: `agent ${name}`, role: 'agent', nid, nodeName: name, roles }),
  });
  if (!response.ok) {
    throw new Error(
      `The controller refused to make a token for node ${nid}: ${response.status} ${await response.text()}`
    );
  }
  const { token } = (await response.json()) as TokenCreated;
  return token;
}

/** The database may be newer than the token file, e.g. when DATABASE_URL was changed. */
async function isAccepted(controllerUrl: string, token: string): Promise<boolean> {
  const unknownSource = `${controllerUrl}/api/v1/agent/jumpscripts/${'0'.repeat(64)}`;
  const { status } = await fetch(unknownSource, { headers: { authorization: `Bearer ${token}` } });
  return status !== 401 && status !== 403;
}
