import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

interface Link {
  client: Socket;
  server: Socket;
  /** Bytes that still pass, either way, before the link breaks; undefined = it stays. */
  left: number | undefined;
  /** Told when it is gone: true when it broke in the middle of what passed. */
  onGone: (wasCut: boolean) => void;
}

/** What stands between an agent and the controllers: it spreads connections over them, and breaks them when told to. */
export interface CuttingProxy {
  url: string;
  /**
   * Breaks every connection in the middle of what passes next: after `bytes` more of it. Resolves with true when the
   * first has broken so, with false when there was none, or all went by themselves.
   */
  cut(bytes: number): Promise<boolean>;
  /** Nobody gets through until unblock(). */
  block(): void;
  unblock(): void;
  /** Connections stay, and new ones are accepted, but nothing passes until unstall(); then everything sent meanwhile arrives, late. */
  stall(): void;
  unstall(): void;
  close(): Promise<void>;
}

export async function startCuttingProxy(ports: readonly number[]): Promise<CuttingProxy> {
  const links = new Set<Link>();
  let isBlocked = false;
  let isStalled = false;
  let next = 0;

  const breakLink = (link: Link): void => {
    links.delete(link);
    link.client.destroy();
    link.server.destroy();
    link.onGone((link.left ?? 1) <= 0);
  };
  const cutLink = (link: Link, bytes: number): Promise<boolean> =>
    new Promise((done) => {
      link.left ??= bytes;
      link.onGone = done;
    });
  const pause = ({ client, server }: Link): void => {
    client.pause();
    server.pause();
  };
  const resume = ({ client, server }: Link): void => {
    client.resume();
    server.resume();
  };
  const pipe = (link: Link, from: Socket, to: Socket): void => {
    from.on('data', (chunk: Buffer) => {
      const passes = chunk.subarray(0, link.left);
      if (link.left !== undefined && (link.left -= chunk.length) <= 0) {
        // What was let through arrives; the rest never does.
        to.end(passes, () => breakLink(link));
        from.pause();
      } else if (!to.write(passes)) {
        from.pause();
      }
    });
    to.on('drain', () => isStalled || from.resume());
    from.on('error', () => breakLink(link));
    from.on('close', () => breakLink(link));
  };
  const server = createServer((client) => {
    const upstream = connect(ports[next++ % ports.length] ?? 0, '127.0.0.1');
    const link: Link = { client, server: upstream, left: undefined, onGone: () => undefined };
    links.add(link);
    pipe(link, client, upstream);
    pipe(link, upstream, client);
    if (isBlocked) {
      breakLink(link);
    } else if (isStalled) {
      pause(link);
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    cut: async (bytes) => {
      const cuts = [...links].map((link) => cutLink(link, bytes));
      const firstCut = Promise.any(cuts.map(async (cut) => (await cut) || Promise.reject(new Error('not cut'))));
      return firstCut.catch(() => false);
    },
    block: () => {
      isBlocked = true;
      links.forEach(breakLink);
    },
    unblock: () => {
      isBlocked = false;
    },
    stall: () => {
      isStalled = true;
      links.forEach(pause);
    },
    unstall: () => {
      isStalled = false;
      links.forEach(resume);
    },
    close: async () => {
      links.forEach(breakLink);
      await new Promise((done) => server.close(done));
    },
  };
}
