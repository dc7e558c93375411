/** Secrets that are verified at a time: each takes a thread of the four that also read files and unpack bodies. */
const AT_A_TIME = 3;
/** Of them for one address: it must not hold up the others. */
const PER_ADDRESS = 2;

interface Address {
  running: number;
  readonly waiting: Array<() => void>;
}

/**
 * Verifying a secret is slow on purpose, so it is done for few at a time; the others wait. Addresses take turns, however
 * many wait at one.
 */
export class VerifyTurns {
  private running = 0;
  /** Who had a turn last stands last. */
  private readonly addresses = new Map<string, Address>();

  async take<Result>(ip: string, work: () => Promise<Result>): Promise<Result> {
    const address = this.addresses.get(ip) ?? { running: 0, waiting: [] };
    this.addresses.set(ip, address);
    await new Promise<void>((begin) => {
      address.waiting.push(begin);
      this.next();
    });
    try {
      return await work();
    } finally {
      this.running -= 1;
      address.running -= 1;
      if (address.running === 0 && address.waiting.length === 0) {
        this.addresses.delete(ip);
      }
      this.next();
    }
  }

  private next(): void {
    for (const [ip, address] of this.addresses) {
      if (this.running >= AT_A_TIME) {
        return;
      }
      const begin = address.running < PER_ADDRESS ? address.waiting.shift() : undefined;
      if (begin !== undefined) {
        this.running += 1;
        address.running += 1;
        this.addresses.delete(ip);
        this.addresses.set(ip, address);
        begin();
      }
    }
  }
}
