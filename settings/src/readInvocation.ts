import { readFileSync, statSync } from 'node:fs';
import { ConfigError } from './configError';
import { parseSettings } from './parseSettings';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every key a service reads; `secret` ones shall not lie where others can read them. */
export interface SettingKeys {
  all: readonly string[];
  secret: readonly string[];
}

/** What the command line asks for. */
export type Invocation =
  | { kind: 'help' | 'version' }
  | {
      kind: 'run';
      /** The files' settings under the environment's. */
      env: Environment;
      /** The files that hold a secret. */
      secretFiles: string[];
      warnings: string[];
    };

/**
 * `--help`, `--version`, or any number of `--config FILE`. The environment wins over the files, a later file over an earlier
 * one: so a container may come with a file of its own. What the environment sets to nothing is not set.
 */
export function readInvocation(args: readonly string[], env: Environment, keys: SettingKeys): Invocation {
  const { files, asks } = readArguments(args);
  if (asks !== undefined) {
    return { kind: asks };
  }
  const read = files.map((file) => readSettings(file, keys));
  const own = Object.entries(env).filter(([, text]) => files.length === 0 || (text !== undefined && text !== ''));
  return {
    kind: 'run',
    env: Object.assign({}, ...read.map(({ settings }) => settings), Object.fromEntries(own)),
    secretFiles: read.filter(({ secrets }) => secrets.length > 0).map(({ file }) => file),
    warnings: read.flatMap(({ file, secrets }) => warningsOf(file, secrets)),
  };
}

function readArguments(args: readonly string[]): { files: string[]; asks: 'help' | 'version' | undefined } {
  const last = args.at(-1);
  const asks = last === '--help' ? 'help' : last === '--version' ? 'version' : undefined;
  const files = configFiles(asks === undefined ? args : args.slice(0, -1));
  if (files.includes('')) {
    throw new ConfigError(`Expected --config FILE, --help, --version or no option, got "${args.join(' ')}".`);
  }
  return { files, asks };
}

/** The FILE of each `--config FILE` and `--config=FILE`; an empty one for whatever else is there. */
function configFiles(args: readonly string[]): string[] {
  const files: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [, option = args[at], value] = /^(--config)=(.*)$/.exec(args[at] ?? '') ?? [];
    files.push(option === '--config' ? (value ?? args[++at] ?? '') : '');
  }
  return files;
}

function readSettings(file: string, keys: SettingKeys) {
  const settings = parseSettings(readText(file), file, keys.all);
  return { file, settings, secrets: keys.secret.filter((key) => settings[key] !== undefined) };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`--config: expected a file of settings that can be read, got ${file} (${String(error)}).`);
  }
}

function warningsOf(file: string, secrets: readonly string[]): string[] {
  const mode = statSync(file).mode & 0o777;
  return secrets.length > 0 && (mode & 0o044) !== 0
    ? [`${file} holds ${secrets.join(', ')} and others can read it (mode ${mode.toString(8)}). chmod 600 it.`]
    : [];
}
