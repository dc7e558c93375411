import { watch, type FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Editors write a file in several steps: one reading for all of them. */
const SETTLE_MS = 200;

/**
 * Says that something changed in the folder or in one of its organizations. Best effort: network file systems tell
 * nothing, and a folder made a moment ago is not watched yet. So whoever uses it also looks by itself now and then.
 */
export class FolderWatcher {
  private readonly folder: string;
  private readonly onChange: () => void;
  private readonly watchers = new Map<string, FSWatcher>();
  private timer: NodeJS.Timeout | undefined;

  constructor(folder: string, onChange: () => void) {
    this.folder = folder;
    this.onChange = onChange;
  }

  /** Watches what exists now; to be called again after each reading. */
  async refresh(): Promise<void> {
    const entries = await readdir(this.folder, { withFileTypes: true }).catch(() => []);
    const folders = [
      this.folder,
      ...entries.filter((entry) => entry.isDirectory()).map((entry) => join(this.folder, entry.name)),
    ];
    for (const [path, watcher] of this.watchers) {
      if (!folders.includes(path)) {
        watcher.close();
        this.watchers.delete(path);
      }
    }
    folders.filter((path) => !this.watchers.has(path)).forEach((path) => this.start(path));
  }

  close(): void {
    clearTimeout(this.timer);
    this.watchers.forEach((watcher) => watcher.close());
    this.watchers.clear();
  }

  private start(path: string): void {
    try {
      const watcher = watch(path, () => this.changed());
      watcher.on('error', () => {
        watcher.close();
        this.watchers.delete(path);
      });
      this.watchers.set(path, watcher);
    } catch {
      // Gone again, or no watches left: reading now and then finds the change.
    }
  }

  private changed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onChange, SETTLE_MS);
  }
}
