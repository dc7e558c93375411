import { type Socket } from 'node:net';
import { FrameReader } from './frameReader';
import { HELLO } from './runnerFrame';

const MOST_HELLO_BYTES = 100;
const HELLO_WITHIN_MS = 10_000;
const MOST_UNPROVEN = 64;

/**
 * Takes connections, and lets those in that show a token which somebody was asked for. All others are closed: at once, or
 * when they say nothing in time, or when newer ones press: a supervisor shows its token in the moment it connects.
 */
export class Reception {
  private readonly unproven = new Set<Socket>();

  private readonly welcome: (token: string, socket: Socket) => boolean;

  /** `welcome`: false when there is no such token; it takes the connection over else. */
  constructor(welcome: (token: string, socket: Socket) => boolean) {
    this.welcome = welcome;
  }

  greet(socket: Socket): void {
    const timer = setTimeout(() => socket.destroy(), HELLO_WITHIN_MS);
    const leave = (): void => {
      clearTimeout(timer);
      this.unproven.delete(socket);
    };
    socket.on('error', () => socket.destroy());
    socket.once('close', leave);
    this.unproven.add(socket);
    const [oldest] = this.unproven;
    if (this.unproven.size > MOST_UNPROVEN) {
      oldest?.destroy();
    }
    const reader = new FrameReader({
      rule: (kind) => (kind === HELLO && this.unproven.has(socket) ? { most: MOST_HELLO_BYTES } : undefined),
      onBroken: () => socket.destroy(), // also when it goes on before it was asked to
      onFrame: (_kind, payload) => {
        leave();
        socket.off('data', onData);
        if (!this.welcome(payload.toString('latin1'), socket)) {
          socket.destroy();
        }
      },
    });
    const onData = (chunk: Buffer): void => reader.push(chunk);
    socket.on('data', onData);
  }
}
