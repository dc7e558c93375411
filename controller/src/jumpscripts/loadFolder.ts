import type { Logger } from 'pino';
import type { Database } from '../database/database';
import { runEvery } from '../timing/runEvery';
import { saveFiles } from './jumpscriptVersions';
import { FolderReader } from './readFolder';
import { FolderWatcher } from './watchFolder';

export interface LoaderDeps {
  database: Database;
  gid: number;
  folder: string;
  now: () => number;
  log: Logger;
}

/** Changes that nobody told of are found after this long. */
const LOOK_EVERY_MS = 5_000;

/** Keeps the stored JumpScripts what the folder holds. */
export class FolderLoader {
  private readonly deps: LoaderDeps;
  private readonly reader: FolderReader;
  private lastFacts = '';

  constructor(deps: LoaderDeps) {
    this.deps = deps;
    this.reader = new FolderReader(deps.folder);
  }

  /** Reads once. A folder that cannot be read is an error, and changes nothing: its JumpScripts are not gone. */
  async load(): Promise<void> {
    const { database, gid, folder, now, log } = this.deps;
    const content = await this.reader.read();
    const { files, unread } = content;
    const facts = JSON.stringify([unread, files.map(({ id, path, hash, metadata }) => [id, path, hash, metadata])]);
    if (facts !== this.lastFacts) {
      const saved = await saveFiles(database, gid, content, now());
      const broken = files.filter(({ metadata }) => metadata.parseError !== null);
      log.info({ folder, jumpscripts: files.length, broken: broken.length, ...saved }, 'JumpScripts loaded');
      broken.forEach(({ path, metadata }) =>
        log.warn({ path, parseError: metadata.parseError }, 'a JumpScript is broken and will not run')
      );
      files.forEach(({ path, metadata: { notices } }) => {
        if (notices.length > 0) {
          log.warn({ path, notices }, 'a JumpScript can be read, but will not do what it says');
        }
      });
      this.lastFacts = facts;
    }
  }

  /** Reads on every change until `signal` is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    let wake = new AbortController();
    const watcher = new FolderWatcher(this.deps.folder, () => wake.abort());
    while (!signal.aborted) {
      wake = new AbortController();
      const work = async () => {
        await watcher.refresh();
        await this.load();
      };
      await runEvery('jumpscripts', LOOK_EVERY_MS, work, this.deps.log, AbortSignal.any([signal, wake.signal]));
    }
    watcher.close();
  }
}
