import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What stands between a test and its PostgreSQL, and can lose its power: connections stay open, and say nothing any more. */
export interface SilentProxy {
  /** The same database, through the proxy. */
  url: string;
  /** Connections there are die without a word; new ones are taken, and as silent. */
  fallSilent(): void;
  /** Connections there are die without a word; new ones work. */
  forget(): void;
  /** New connections work again; those that died stay dead. */
  speak(): void;
  close(): Promise<void>;
}

export async function startSilentProxy(databaseUrl: string): Promise<SilentProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isSilent = false;
  const keep = (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('close', () => sockets.delete(socket));
  };
  const live = new Set<() => void>();
  const server = createServer((client) => {
    keep(client);
    if (isSilent) {
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    keep(upstream);
    const die = () => {
      client.unpipe(upstream);
      upstream.unpipe(client);
      // Read on, so that the kernel goes on acknowledging what arrives.
      client.resume();
      upstream.resume();
      live.delete(die);
    };
    live.add(die);
    client.pipe(upstream);
    upstream.pipe(client);
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => live.has(die) && client.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  const forget = () => [...live].forEach((die) => die());
  return {
    url: url.toString(),
    fallSilent: () => {
      isSilent = true;
      forget();
    },
    forget,
    speak: () => {
      isSilent = false;
    },
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((done) => server.close(done));
    },
  };
}
