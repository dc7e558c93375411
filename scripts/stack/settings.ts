import { join, resolve } from 'node:path';

/** What `npm start` can be told by environment variables. */
export interface StackSettings {
  root: string;
  port: number;
  controllerPort: number;
  dataDir: string;
  databaseUrl: string | undefined;
}

/** @throws Error that names the variable, what was expected and what came. */
export function readSettings(env: NodeJS.ProcessEnv, root: string): StackSettings {
  return {
    root,
    port: readPort(env, 'PORT', 3000),
    controllerPort: readPort(env, 'CONTROLLER_PORT', 4400),
    dataDir: resolve(root, env.DATA_DIR ?? '.data'),
    databaseUrl: env.DATABASE_URL === undefined || env.DATABASE_URL === '' ? undefined : env.DATABASE_URL,
  };
}

function readPort(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === '') {
    return fallback;
  }
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(
      `${name} must be a port from 1 to 65535, got "${text}". Set it right, or leave it out for ${fallback}.`
    );
  }
  return port;
}

/** The three nodes of the demonstration grid: they all are this machine, seen by three agents with different roles. */
export const DEMO_NODES = [
  { nid: 1, name: 'ovc-master', roles: ['node', 'master', 'cpunode'] },
  { nid: 2, name: 'ovc-cpu-01', roles: ['node', 'cpunode'] },
  { nid: 3, name: 'ovc-storage-01', roles: ['node', 'storagenode'] },
] as const;

export function logFile(settings: StackSettings, name: string): string {
  return join(settings.dataDir, 'logs', `${name}.log`);
}
