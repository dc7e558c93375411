import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JumpScriptFile } from './jumpscriptVersions';
import { checkSyntax } from './checkSyntax';
import { decodeSource } from './python/decodeSource';
import type { SourceFault } from './python/findFaults';
import { loadPythonParser } from './python/pythonParser';
import { judgeScript, readScript, type ReadScript } from './readMetadata';

/** Larger files are no JumpScripts. */
export const MAX_FILE_BYTES = 1024 * 1024;

interface FoundFile {
  organization: string;
  name: string;
  path: string;
  /** Changes when the file does. */
  stamp: string;
  bytes: number;
}

interface FreshFile {
  place: FoundFile;
  text: string;
  script: ReadScript;
}

export interface FolderContent {
  files: JumpScriptFile[];
  /** Files that cannot be listed at all, and why. */
  skipped: Array<{ path: string; reason: string }>;
}

/** Reads `<folder>/<organization>/<name>.py`. Files that did not change since the last call are not read again. */
export class FolderReader {
  private readonly folder: string;
  private readonly python: string;
  private known = new Map<string, { stamp: string; file: JumpScriptFile }>();

  constructor(folder: string, python = 'python3') {
    this.folder = folder;
    this.python = python;
  }

  async read(): Promise<FolderContent> {
    const found = await listFiles(this.folder);
    const skipped: FolderContent['skipped'] = [];
    const fresh: FreshFile[] = [];
    const parser = await loadPythonParser();
    for (const place of found.filter((one) => !this.isKnown(one))) {
      const text = place.bytes > MAX_FILE_BYTES ? undefined : await readText(join(this.folder, place.path));
      if (text === undefined) {
        const tooLarge = `expected at most ${MAX_FILE_BYTES} bytes, got ${place.bytes}`;
        skipped.push({ path: place.path, reason: place.bytes > MAX_FILE_BYTES ? tooLarge : 'it cannot be read' });
      } else {
        fresh.push({ place, text, script: readScript(parser, text, place) });
      }
    }
    const judged = await this.judge(fresh);
    const next: typeof this.known = new Map();
    for (const place of found) {
      const file = judged.get(place.path) ?? (this.isKnown(place) ? this.known.get(place.path)?.file : undefined);
      if (file !== undefined) {
        next.set(place.path, { stamp: place.stamp, file });
      }
    }
    this.known = next;
    return {
      files: withUniqueIds(
        [...next.values()].map(({ file }) => file),
        skipped
      ),
      skipped,
    };
  }

  private isKnown({ path, stamp }: FoundFile): boolean {
    return this.known.get(path)?.stamp === stamp;
  }

  /** Python is asked only of what nothing else is wrong with. By path. */
  private async judge(fresh: readonly FreshFile[]): Promise<Map<string, JumpScriptFile>> {
    const asked = fresh.filter(({ script }) => script.metadata.parseError === null);
    const verdicts = await checkSyntax(
      asked.map(({ text }) => text),
      this.python
    );
    const verdictOf = new Map(verdicts?.map((verdict, index) => [asked[index], verdict]));
    return new Map(
      fresh.map((file) => [
        file.place.path,
        toFile(file, verdicts === undefined ? undefined : (verdictOf.get(file) ?? null)),
      ])
    );
  }
}

async function listFiles(folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const organizations = (await readdir(folder, { withFileTypes: true })).filter((entry) => !isHidden(entry.name));
  for (const { name: organization } of organizations) {
    const inside = await readdir(join(folder, organization)).catch(() => []);
    for (const fileName of inside.filter(
      (entry) => entry.endsWith('.py') && !isHidden(entry) && entry !== '__init__.py'
    )) {
      const path = `${organization}/${fileName}`;
      const status = await stat(join(folder, path)).catch(() => undefined);
      if (status?.isFile()) {
        found.push({
          organization,
          name: fileName.slice(0, -3),
          path,
          stamp: `${status.mtimeMs} ${status.ctimeMs} ${status.ino} ${status.size}`,
          bytes: status.size,
        });
      }
    }
  }
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return decodeSource(await readFile(path));
  } catch {
    return undefined;
  }
}

function toFile({ place, text, script }: FreshFile, verdict: SourceFault | null | undefined): JumpScriptFile {
  const metadata = judgeScript(script, verdict);
  const storable = text.replaceAll('\0', '\uFFFD');
  const hash = createHash('sha256').update(storable).digest('hex');
  return { id: `${metadata.organization}:${metadata.name}`, path: place.path, text: storable, hash, metadata };
}

/** A file may declare another organization and name than its place. The first in order has the id; the others are left out, and the log says so. */
function withUniqueIds(files: readonly JumpScriptFile[], skipped: FolderContent['skipped']): JumpScriptFile[] {
  const byId = new Map<string, JumpScriptFile>();
  for (const file of files) {
    const first = byId.get(file.id);
    if (first === undefined) {
      byId.set(file.id, file);
    } else {
      skipped.push({
        path: file.path,
        reason: `expected an organization and name of its own, got ${file.id}, which ${first.path} has`,
      });
    }
  }
  return [...byId.values()];
}

function isHidden(name: string): boolean {
  return name.startsWith('.');
}
