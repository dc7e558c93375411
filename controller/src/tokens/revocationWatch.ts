import type { Tokens } from './tokens';

/** Together with a read of the database within the five seconds after which a revoked token is refused anyway. */
const LOOK_EVERY_MS = 4_000;

/** What a token holds open here. */
export interface Held {
  /** Aborted when the token is revoked: at once when it was here, else within seconds. */
  revoked: AbortSignal;
  leave(): void;
}

/** A token is verified when its request comes. Long polls and streams go on after that: they end when it is revoked. */
export class RevocationWatch {
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
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
    return { revoked: ending.signal, leave: () => this.leave(tokenId, ending) };
  }

  private leave(tokenId: string, ending: AbortController): void {
    const all = this.open.get(tokenId);
    all?.delete(ending);
    if (all?.size === 0) {
      this.open.delete(tokenId);
    }
    if (this.open.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
  }

  private async look(): Promise<void> {
    const ids = [...this.open.keys()];
    // While the database is away nobody is put out: nothing can be revoked either.
    const valid = await this.tokens.existing(ids).catch(() => undefined);
    ids.filter((id) => valid?.has(id) === false).forEach((id) => this.end(id));
  }

  private end(tokenId: string): void {
    [...(this.open.get(tokenId) ?? [])].forEach((ending) => ending.abort());
  }
}
