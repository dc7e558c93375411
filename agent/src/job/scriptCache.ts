import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type JumpScriptSource } from '@openvcloud/contract';

/** A source that is not what its hash promises: it must not run. */
export class HashMismatchError extends Error {}

export interface CachedScript {
  file: string;
  text: string;
}

/** JumpScript sources by SHA-256, fetched once and kept on disk. What is on disk is verified each time before it is used. */
export class ScriptCache {
  private readonly fetching = new Map<string, Promise<CachedScript>>();
  private readonly known = new Map<string, CachedScript>();

  private readonly folder: string;
  private readonly fetchSource: (hash: string) => Promise<JumpScriptSource>;

  constructor(folder: string, fetchSource: (hash: string) => Promise<JumpScriptSource>) {
    this.folder = folder;
    this.fetchSource = fetchSource;
  }

  async get(hash: string): Promise<CachedScript> {
    const known = this.known.get(hash);
    if (known) {
      return known; // the runner verifies the file again, in the process that runs it
    }
    const pending = this.fetching.get(hash) ?? this.load(hash).finally(() => this.fetching.delete(hash));
    this.fetching.set(hash, pending);
    const script = await pending;
    this.known.set(hash, script);
    return script;
  }

  /** After a mismatch found by the runner: fetch anew next time. */
  forget(hash: string): void {
    this.known.delete(hash);
  }

  private async load(hash: string): Promise<CachedScript> {
    const file = join(this.folder, `${hash}.py`);
    const onDisk = await readFile(file, 'utf8').catch(() => undefined);
    if (onDisk !== undefined && sha256(onDisk) === hash) {
      return { file, text: onDisk };
    }
    const { text } = await this.fetchSource(hash);
    const actual = sha256(text);
    if (actual !== hash) {
      throw new HashMismatchError(
        `expected a source with SHA-256 ${hash}, but the Agent Controller sent one with ${actual}; it was not run. Load the JumpScript again on the controller`
      );
    }
    await mkdir(this.folder, { recursive: true });
    // Whole or not at all: a torn file would be a mismatch after a crash.
    const draft = `${file}.${randomUUID()}`;
    try {
      await writeFile(draft, text);
      await rename(draft, file);
    } catch (error) {
      // A full disk must not be filled by what did not fit.
      await rm(draft, { force: true });
      throw error;
    }
    return { file, text };
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
