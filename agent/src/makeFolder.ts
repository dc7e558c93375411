import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from './errorCode';

/** With those above it, for its owner only. By hand: Node's recursive mkdir says ENOENT when there is no space left. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === 'ENOENT' && dirname(folder) !== folder) {
      await makeFolder(dirname(folder));
      await makeFolder(folder);
    } else if (errorCode(error) !== 'EEXIST') {
      throw error;
    }
  }
}
