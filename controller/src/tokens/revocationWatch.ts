import { answerWithin } from '../database/answerWithin';
import type { Held, Revocations } from '../http/tokenHold';
import type { Tokens } from './tokens';

/** A look and the time it may take are together less than the five seconds after which a revoked token is refused anyway. */
const LOOK_EVERY_MS = 2_500;
const LOOK_MS = 2_000;
/** One that failed is made up for at once: what the database tells again must not go to who may not read it any more. */
const LOOK_AGAIN_MS = 250;

/** A token is verified when its request comes. What goes on after that, such as long polls and streams, ends when it is revoked. */
export class RevocationWatch implements Revocations {
  private readonly open = new Map<string, Set<AbortController>>();
  private readonly tokens: Pick<Tokens, 'existing' | 'onRevoked'>;
  private timer: NodeJS.Timeout | undefined;

  constructor(tokens: Pick<Tokens, 'existing' | 'onRevoked'>) {
    this.tokens = tokens;
    tokens.onRevoked((id) => this.end(id));
  }

  enter(tokenId: string): Held {
    const ending = new AbortController();
    const all = this.open.get(tokenId) ?? new Set();
    this.open.set(tokenId, all.add(ending));
    if (this.timer === undefined) {
      this.lookIn(LOOK_EVERY_MS);
    }
    return { revoked: ending.signal, leave: () => this.leave(tokenId, ending) };
  }

  private leave(tokenId: string, ending: AbortController): void {
    const all = this.open.get(tokenId);
    all?.delete(ending);
    if (all?.size === 0) {
      this.open.delete(tokenId);
    }
    if (this.open.size === 0) {
      clearTimeout(this.timer);
      this.timer = undefined;
    }
  }

  private lookIn(ms: number): void {
    const timer = setTimeout(() => {
      void this.look().then((nextMs) => {
        // When all have left meanwhile nobody needs to be looked for; who came since has a timer of his own.
        if (this.timer === timer) {
          this.lookIn(nextMs);
        }
      });
    }, ms);
    this.timer = timer;
  }

  /** Answers after how long to look again. */
  private async look(): Promise<number> {
    const ids = [...this.open.keys()];
    try {
      const valid = await answerWithin(LOOK_MS, this.tokens.existing(ids));
      ids.filter((id) => !valid.has(id)).forEach((id) => this.end(id));
      return LOOK_EVERY_MS;
    } catch {
      // While the database is away nobody is put out: it tells nothing either, to anybody.
      return LOOK_AGAIN_MS;
    }
  }

  private end(tokenId: string): void {
    [...(this.open.get(tokenId) ?? [])].forEach((ending) => ending.abort());
  }
}
