/** Roughly a microsecond each; a megabyte of real code takes three quarters of them. */
const MAX_STEPS = 1_000_000;
/** Texts are copied that many characters in a step. */
const CHARACTERS = 100;

/** A source that takes more is no JumpScript: reading it would hold up everything else. */
export class TooLong extends Error {
  readonly line: number;

  constructor(line: number) {
    super('it takes too long to read');
    this.line = line;
  }
}

/** What reading a source has cost. Counted, not timed: a source reads the same on a busy machine. */
export class Effort {
  /** Where reading is. */
  line = 1;
  private left = MAX_STEPS;

  /** Throws TooLong. */
  spend(steps = 1): void {
    if (!this.allows(steps)) {
      throw new TooLong(this.line);
    }
  }

  /** Where nothing may be thrown; false: stop, and throw it then. */
  allows(steps: number): boolean {
    this.left -= steps;
    return this.left >= 0;
  }

  spendText(characters: number): void {
    this.spend(1 + characters / CHARACTERS);
  }
}
