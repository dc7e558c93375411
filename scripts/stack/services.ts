import { join } from 'node:path';
import { PREVIEW_BACKEND, BACKEND } from '../build/artefacts';
import type { ServiceSpec } from '../processes/supervise';
import { agentDir, agentTokenFile, type Tokens } from './agentTokens';
import { DEMO_NODES, logFile, type StackSettings } from './settings';

/** Run a TypeScript entry with this project's own tsx, in one process. */
const tsx = (entry: string): string[] => [process.execPath, '--import', 'tsx', entry];

/** Services get only what they need of our environment: what else is in it is none of theirs. */
function baseEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'LOG_LEVEL', 'SystemRoot'];
  return Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

export function controllerSpec(settings: StackSettings, env: NodeJS.ProcessEnv): ServiceSpec {
  return {
    name: 'controller',
    command: tsx('controller/src/main.ts'),
    cwd: settings.root,
    env: {
      ...baseEnv(env),
      CONTROLLER_PORT: String(settings.controllerPort),
      DATA_DIR: settings.dataDir,
      JUMPSCRIPTS_DIR: env.JUMPSCRIPTS_DIR ?? join(settings.root, 'jumpscripts'),
      ...(settings.databaseUrl ? { DATABASE_URL: settings.databaseUrl } : {}),
    },
    logFile: logFile(settings, 'controller'),
    stopSeconds: 20,
  };
}

export function agentSpecs(settings: StackSettings, env: NodeJS.ProcessEnv): ServiceSpec[] {
  return DEMO_NODES.map(({ nid, name }) => ({
    name: `agent ${name}`,
    command: tsx('agent/src/main.ts'),
    cwd: settings.root,
    env: {
      ...baseEnv(env),
      CONTROLLER_URL: controllerUrl(settings),
      AGENT_TOKEN_FILE: agentTokenFile(settings.dataDir, nid),
      AGENT_NAME: name,
      AGENT_DATA_DIR: agentDir(settings.dataDir, nid),
    },
    logFile: logFile(settings, `agent-${name}`),
    stopSeconds: 15,
  }));
}

export function previewSpec(settings: StackSettings, env: NodeJS.ProcessEnv, tokens: Tokens): ServiceSpec {
  return {
    name: 'preview',
    command: ['npm', '--prefix', 'preview', 'run', '--silent', 'start'],
    cwd: settings.root,
    env: {
      ...baseEnv(env),
      PORT: String(settings.port),
      CONTROLLER_URL: controllerUrl(settings),
      CONTROLLER_TOKEN: tokens.viewer,
      CONTROLLER_OPERATOR_TOKEN: tokens.operator,
      ACT_ROLE: 'Editor',
      PREVIEW_ROLE: env.PREVIEW_ROLE ?? 'Editor',
      DIST_DIR: join(settings.root, 'dist'),
      PREVIEW_PLUGIN: join(settings.root, BACKEND),
      PREVIEW_BACKEND: join(settings.root, PREVIEW_BACKEND),
    },
    logFile: logFile(settings, 'preview'),
    stopSeconds: 10,
  };
}

export function controllerUrl(settings: StackSettings): string {
  return `http://127.0.0.1:${settings.controllerPort}`;
}
