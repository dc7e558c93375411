import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileName } from '../text/fileName';
import { codeOf, lookAtFile, type FoundFile } from './lookAtFile';

export interface FoundFiles {
  /** In the order of their paths. */
  files: FoundFile[];
  /** Organizations' folders that cannot be read now, and why. */
  unread: Array<{ organization: string; fault: string }>;
}

/** Everything that may be a JumpScript: `<folder>/<organization>/<name>.py`. A folder that cannot be read is an error. */
export async function listFiles(folder: string): Promise<FoundFiles> {
  const root = await realpath(folder);
  const found: FoundFiles = { files: [], unread: [] };
  for (const entry of await readdir(root, { encoding: 'buffer' })) {
    const organization = fileName(entry);
    const names = organization.text.startsWith('.') ? [] : await scriptsIn(root, entry);
    if (typeof names === 'string') {
      found.unread.push({ organization: organization.text, fault: names });
      continue;
    }
    for (const name of names) {
      const file = fileName(name);
      const place = {
        organization: organization.text,
        name: file.text.slice(0, -3),
        path: join(organization.text, file.text),
      };
      const isUtf8 = organization.isUtf8 && file.isUtf8;
      const one = await lookAtFile(root, place, isUtf8);
      found.files.push(...(one === undefined ? [] : [one]));
    }
  }
  found.files.sort((one, other) => (one.path < other.path ? -1 : 1));
  return found;
}

/** The names of its `.py` files; a text: why they cannot be read. */
async function scriptsIn(root: string, organization: Buffer): Promise<Buffer[] | string> {
  try {
    const names = await readdir(Buffer.concat([Buffer.from(root + sep), organization]), { encoding: 'buffer' });
    return names.filter((name) => {
      const text = name.toString('latin1');
      return text.endsWith('.py') && !text.startsWith('.') && text !== '__init__.py';
    });
  } catch (error) {
    const code = codeOf(error);
    // A file beside the organizations, or gone since.
    return code === 'ENOTDIR' || code === 'ENOENT'
      ? []
      : `expected a folder that the controller may read, got ${code}; what was read of it before stays as it was. Let the controller's user read and enter it`;
  }
}
