import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from './identity';

export const USER = 'openvcloud';

/** Where things are below the data folder. */
export interface Cluster {
  /** PostgreSQL's own data folder. */
  data: string;
  password: string;
  /**
   * How PostgreSQL names its data folder. As root, its user may be unable to enter the folders above (a checkout below
   * /root, a 0700 folder); it is started inside the folder and reaches it through /proc instead.
   */
  nameOfData: string;
  identity: Identity | undefined;
  binaries: string;
  logFile: string;
}

/** Opens the cluster in `folder`, or makes one. An init that was interrupted is done again. */
export function openCluster(folder: string, identity: Identity | undefined, binaries: string): Cluster {
  const data = join(folder, 'cluster');
  const passwordFile = join(folder, 'password');
  const isInside = identity !== undefined && existsSync('/proc/self/cwd');
  const cluster: Cluster = {
    data,
    password: '',
    nameOfData: isInside ? '/proc/self/cwd' : data,
    identity,
    binaries,
    logFile: join(folder, 'postgres.log'),
  };
  const isReady = existsSync(join(folder, 'initialised'));
  if (!isReady) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { mode: 0o700 });
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    give([folder, data, passwordFile], identity);
    initialise(cluster, isInside ? '/proc/self/cwd/../password' : passwordFile);
    writeFileSync(join(folder, 'initialised'), '');
  }
  refuseForeign(data);
  return { ...cluster, password: readFileSync(passwordFile, 'utf8').trim() };
}

function give(paths: readonly string[], identity: Identity | undefined): void {
  if (identity !== undefined) {
    paths.forEach((path) => chownSync(path, identity.uid, identity.gid));
  }
}

function initialise({ data, nameOfData, binaries, identity }: Cluster, passwordFile: string): void {
  // The builtin locale sorts and matches the same on every machine.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const args = [
    '-D',
    nameOfData,
    '-U',
    USER,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-instructions',
    ...locale,
  ];
  const result = spawnSync(join(binaries, 'bin', 'initdb'), args, {
    cwd: data,
    ...identity,
    env: {},
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    const output = result.error?.message ?? `${result.stdout}${result.stderr}`.trim().split('\n').slice(-5).join(' ');
    throw new Error(
      `Expected initdb to make a PostgreSQL cluster in ${data}, got: ${output}. Check that the disk has room, or set DATABASE_URL.`
    );
  }
}

function refuseForeign(data: string): void {
  const ownUid = process.getuid?.();
  const { uid } = statSync(data);
  if (ownUid !== undefined && ownUid !== 0 && uid !== ownUid) {
    throw new Error(
      `Expected ${data} to belong to user ${ownUid}, got user ${uid}: it was made by a controller started as root. Start as root again, or choose another DATA_DIR.`
    );
  }
}
