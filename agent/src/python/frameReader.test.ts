import { randomBytes } from 'node:crypto';
import { FrameReader, type FrameRule } from './frameReader';

const RULES: Readonly<Record<string, FrameRule>> = {
  a: { most: 10 },
  b: { most: 100_000 },
  s: { most: 100_000, isStream: true },
};
/** 10,000 by hand: FRAME_FUZZ_RUNS=10000. */
const RUNS = Number(process.env['FRAME_FUZZ_RUNS'] ?? 500);

function frame(kind: string, payload: Buffer | string, length = Buffer.byteLength(payload)): Buffer {
  const header = Buffer.alloc(5);
  header.write(kind, 0, 'latin1');
  header.writeUInt32BE(length, 1);
  return Buffer.concat([header, Buffer.from(payload)]);
}

/** A frame, or one that announces gigabytes, or what is none; and where it is torn. */
function draw(): { bytes: Buffer; payload: Buffer; kind: 'good' | 'huge' | 'noise'; tear: number } {
  const [choice = 0, length = 0, tear = 0] = randomBytes(3);
  const payload = randomBytes(length * (choice % 3 === 0 ? 300 : 1));
  if (choice < 230) {
    return { bytes: frame('b', payload), payload, kind: 'good', tear };
  }
  return choice < 245
    ? { bytes: frame('b', payload, 2 ** 32 - tear - 1), payload, kind: 'huge', tear }
    : { bytes: payload, payload, kind: 'noise', tear };
}

function reader() {
  const frames: Array<[string, string]> = [];
  const broken: string[] = [];
  const one = new FrameReader({
    rule: (kind) => RULES[kind],
    onFrame: (kind, payload) => frames.push([kind, payload.toString('latin1')]),
    onBroken: (reason) => broken.push(reason),
  });
  return { one, frames, broken };
}

describe('a reader of frames', () => {
  const bytes = Buffer.concat([frame('a', 'one'), frame('a', ''), frame('b', 'x'.repeat(50_000)), frame('a', 'two')]);

  it.each([1, 3, 5, 7, 4096, bytes.length])('cuts them out of what arrives in pieces of %d bytes', (size) => {
    const { one, frames, broken } = reader();
    for (let start = 0; start < bytes.length; start += size) {
      one.push(bytes.subarray(start, start + size));
    }
    expect(frames).toEqual([
      ['a', 'one'],
      ['a', ''],
      ['b', 'x'.repeat(50_000)],
      ['a', 'two'],
    ]);
    expect([broken, one.isBetween]).toEqual([[], true]);
  });

  it('passes a stream on as it arrives', () => {
    const { one, frames } = reader();
    const all = frame('s', 'abcdef');
    one.push(all.subarray(0, 7));
    expect([frames, one.isBetween]).toEqual([[['s', 'ab']], false]);
    one.push(Buffer.concat([all.subarray(7), frame('a', 'one')]));
    expect(frames).toEqual([
      ['s', 'ab'],
      ['s', 'cdef'],
      ['a', 'one'],
    ]);
  });

  it.each([
    ['too large', frame('a', '', 11), 'expected at most 10 bytes in a frame of kind "a", got 11'],
    ['of 4 GB', frame('b', '', 0xffffffff), 'expected at most 100000 bytes in a frame of kind "b", got 4294967295'],
    ['of no kind', frame('\0', ''), 'expected a frame that there is, got kind "\\u0000"'],
  ])('refuses by its header one that is %s, and hears nothing after it', (_what, bad, reason) => {
    const { one, frames, broken } = reader();
    one.push(Buffer.concat([frame('a', 'one'), bad, frame('a', 'two')]));
    one.push(frame('a', 'three'));
    expect([frames, broken]).toEqual([[['a', 'one']], [reason]]);
  });

  it('takes any bytes without a fault, and keeps no more than one allowed frame', () => {
    const before = process.memoryUsage().arrayBuffers;
    for (let run = 0; run < RUNS; run++) {
      const { one, frames, broken } = reader();
      const good: string[] = [];
      for (let n = 0, isInStep = true; n < 20 && isInStep; n++) {
        const { bytes, payload, kind, tear } = draw();
        good.push(...(broken.length === 0 && kind === 'good' ? [payload.toString('latin1')] : []));
        isInStep = kind !== 'noise';
        one.push(bytes.subarray(0, tear));
        one.push(bytes.subarray(tear));
      }
      // Whatever was said before it broke the rules was heard, and nothing after that.
      expect(frames.slice(0, good.length).map(([, payload]) => payload)).toEqual(good);
      expect(broken.length).toBeLessThanOrEqual(1);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(256 * 1024 * 1024);
  });
});
