import { readFileSync, statSync } from 'node:fs';

/** The user PostgreSQL runs as; undefined = the one we are. PostgreSQL refuses to run as root. */
export interface Identity {
  uid: number;
  gid: number;
}

/** As root: who owns the cluster already, else the system's postgres, else nobody. No user is created. */
export function chooseIdentity(folder: string, ownUid = process.getuid?.()): Identity | undefined {
  if (ownUid !== 0) {
    return undefined;
  }
  const owner = statSync(folder, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) {
    return { uid: owner.uid, gid: owner.gid };
  }
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = users.find((user) => user[0] === name);
    if (entry !== undefined) {
      return { uid: Number(entry[2]), gid: Number(entry[3]) };
    }
  }
  throw new Error(
    'Expected a user "postgres" or "nobody" to run PostgreSQL as, because it refuses to run as root; /etc/passwd has neither. ' +
      'Start the controller as an ordinary user, create the user, or set DATABASE_URL.'
  );
}
