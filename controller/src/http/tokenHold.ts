import type { ServerResponse } from 'node:http';

/** What a token holds open here. */
export interface Held {
  /** Aborted when the token is revoked: at once when it was here, else within seconds. */
  revoked: AbortSignal;
  leave(): void;
}

/** Who is told when a token is revoked. */
export interface Revocations {
  enter(tokenId: string): Held;
}

/**
 * What a request has of its token, from the moment that lets it in until the last byte of its answer. A token that is revoked
 * meanwhile ends it: a reader that takes nothing would keep an answer, and its connection, for as long as it likes.
 */
export class TokenHold {
  /** Aborted when the token is revoked. */
  readonly revoked: AbortSignal;
  private isAnswering = false;

  constructor(revocations: Revocations, tokenId: string, response: ServerResponse) {
    const { revoked, leave } = revocations.enter(tokenId);
    this.revoked = revoked;
    response.once('finish', leave);
    response.once('close', leave);
    revoked.addEventListener('abort', () => this.isAnswering && response.destroy(), { once: true });
  }

  /** From here on there is no other answer: who may not read it any more has the connection closed. */
  answer(): void {
    this.isAnswering = true;
  }
}
