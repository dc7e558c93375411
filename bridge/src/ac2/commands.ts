import { readCommand, type Command } from './command';
import type { ReadRedis } from './readRedis';

/** Of AC2's joblog at the first look, newer ones later; and as many are remembered whose results are gone. */
const MOST_COMMANDS = 50_000;

/** Commands that were seen, by id: results of AC2 and AC8 do not say what was asked for. */
export class Commands {
  private readonly seen = new Map<string, Command>();
  /** The newest element of the joblog that was read. */
  private joblogMark: string | undefined;

  get(id: string): Command | undefined {
    return this.seen.get(id);
  }

  add(command: Command): void {
    this.seen.set(command.id, command);
  }

  /** AC2 keeps every command it got, the newest first. */
  async readJoblog(redis: ReadRedis): Promise<void> {
    let first: string | undefined;
    for await (const { from, elements } of redis.elementsFrom('joblog', 0)) {
      first ??= elements[0];
      const known = this.joblogMark === undefined ? -1 : elements.indexOf(this.joblogMark);
      for (const element of known === -1 ? elements : elements.slice(0, known)) {
        const command = readCommand(element);
        if (command !== undefined) {
          this.add(command);
        }
      }
      if (known !== -1 || from + elements.length >= MOST_COMMANDS) {
        break;
      }
    }
    this.joblogMark = first ?? this.joblogMark;
  }

  /** Of results that are gone not all need be remembered. `hasResult`: of that id there is one. */
  forget(hasResult: (id: string) => boolean): void {
    for (const id of this.seen.keys()) {
      if (this.seen.size > MOST_COMMANDS && !hasResult(id)) {
        this.seen.delete(id);
      }
    }
  }
}
