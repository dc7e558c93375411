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
      /** The file's settings under the environment's. */
      env: Environment;
      /** The file, when it holds a secret. */
      secretFile: string | undefined;
      warnings: string[];
    };

/** `--help`, `--version`, `--config FILE` or nothing. The environment wins over the file; what it sets to nothing is not set. */
export function readInvocation(args: readonly string[], env: Environment, keys: SettingKeys): Invocation {
  if (args.length === 0) {
    return { kind: 'run', env, secretFile: undefined, warnings: [] };
  }
  const [option = ''] = args;
  if (args.length === 1 && (option === '--help' || option === '--version')) {
    return { kind: option === '--help' ? 'help' : 'version' };
  }
  const file = configFile(args);
  const settings = parseSettings(readText(file), file, keys.all);
  const own = Object.entries(env).filter(([, text]) => text !== undefined && text !== '');
  const secrets = keys.secret.filter((key) => settings[key] !== undefined);
  return {
    kind: 'run',
    env: { ...settings, ...Object.fromEntries(own) },
    secretFile: secrets.length > 0 ? file : undefined,
    warnings: warningsOf(file, secrets),
  };
}

/** `--config FILE` or `--config=FILE`. */
function configFile(args: readonly string[]): string {
  const [, file] = /^--config[= ](.+)$/.exec(args.slice(0, 2).join(' ')) ?? [];
  if (file === undefined || args.length !== (args[0] === '--config' ? 2 : 1)) {
    throw new ConfigError(`Expected --config FILE, --help, --version or no option, got "${args.join(' ')}".`);
  }
  return file;
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
