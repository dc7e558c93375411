import { printable } from '@openvcloud/contract';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderFiles } from './jumpscriptVersions';
import { checkSyntax } from './checkSyntax';
import { leaveOut } from './leaveOut';
import { listFiles } from './listFiles';
import { codeOf, unreadable, type FoundFile } from './lookAtFile';
import { decodeSource, type DecodedSource } from './python/decodeSource';
import type { SourceFault } from './python/findFaults';
import { loadPythonParser } from './python/pythonParser';
import { judgeScript, readScript, type ReadScript } from './readMetadata';
import { withIds, type ReadFile } from './withIds';

interface FreshFile {
  place: FoundFile;
  text: string;
  script: ReadScript;
}

/** Reads `<folder>/<organization>/<name>.py`. Files that did not change since the last call are not read again. */
export class FolderReader {
  private readonly folder: string;
  private readonly python: string;
  private known = new Map<string, { stamp: string; file: ReadFile }>();
  private hasPython = false;

  constructor(folder: string, python = 'python3') {
    this.folder = folder;
    this.python = python;
  }

  /** Files that are left out are among them, as broken ones. A folder that cannot be read is an error. */
  async read(): Promise<FolderFiles> {
    const { files: found, unread } = await listFiles(this.folder);
    const fresh = await this.readFresh(found.filter((place) => !this.isKnown(place)));
    const next: typeof this.known = new Map();
    for (const place of found) {
      const file = fresh.get(place.path) ?? this.known.get(place.path)?.file;
      if (file !== undefined) {
        next.set(place.path, { stamp: place.stamp, file });
      }
    }
    this.known = next;
    const files = [...next.values()].map(({ file }) => file);
    const folders = unread.map(({ organization, fault }) =>
      leaveOut({ organization, name: '_', path: `${organization}/` }, fault)
    );
    return {
      files: withIds([...folders, ...files]),
      unread: unread.map(({ organization }) => printable(organization)),
    };
  }

  private isKnown({ path, stamp, fault }: FoundFile): boolean {
    return fault === undefined && this.known.get(path)?.stamp === stamp;
  }

  /** By path. */
  private async readFresh(found: readonly FoundFile[]): Promise<Map<string, ReadFile>> {
    const read = new Map<string, ReadFile>();
    const fresh: FreshFile[] = [];
    const parser = await loadPythonParser();
    for (const place of found) {
      const source = place.fault ?? (await readSource(join(this.folder, place.path)));
      if (typeof source === 'string') {
        read.set(place.path, leaveOut(place, source));
      } else {
        fresh.push({ place, text: source.text, script: readScript(parser, source.text, place, source.fault) });
      }
    }
    for (const file of await this.judge(fresh)) {
      read.set(file.place.path, file);
    }
    return read;
  }

  /** Python is asked only of what nothing else is wrong with. */
  private async judge(fresh: readonly FreshFile[]): Promise<ReadFile[]> {
    const asked = fresh.filter(({ script }) => script.metadata.parseError === null);
    const verdicts = await checkSyntax(
      asked.map(({ text }) => text),
      this.python
    );
    if (verdicts === undefined && this.hasPython) {
      throw new Error('python3 did not answer in time about the syntax of JumpScripts; they are read again');
    }
    this.hasPython ||= verdicts !== undefined && asked.length > 0;
    const verdictOf = new Map(verdicts?.map((verdict, index) => [asked[index], verdict]));
    return fresh.map((file) => toFile(file, verdicts === undefined ? undefined : (verdictOf.get(file) ?? null)));
  }
}

/** A text: why it cannot be read. */
async function readSource(path: string): Promise<DecodedSource | string> {
  try {
    return decodeSource(await readFile(path));
  } catch (error) {
    return unreadable(codeOf(error));
  }
}

function toFile({ place, text, script }: FreshFile, verdict: SourceFault | null | undefined): ReadFile {
  const storable = text.replaceAll('\0', '\uFFFD');
  const hash = createHash('sha256').update(storable).digest('hex');
  return { place, isLeftOut: false, text: storable, hash, metadata: judgeScript(script, verdict) };
}
