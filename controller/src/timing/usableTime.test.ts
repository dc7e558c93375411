import { GAP_MS, recordBeat, UsableTime, type UsableRecord } from './usableTime';

const LEASE_MS = 30_000;
/** Beats at these seconds, each told to the one who judges. */
function beats(...seconds: number[]): UsableTime {
  const usable = new UsableTime();
  let record: UsableRecord | undefined;
  for (const second of seconds) {
    record = recordBeat(record, second * 1000);
    usable.learn(record);
  }
  return usable;
}
const isLive = (usable: UsableTime, heard: number, now: number) =>
  heard * 1000 > usable.liveAfter(now * 1000, LEASE_MS);

describe('time that nobody could use', () => {
  it('is none as long as there are beats, or nothing is known', () => {
    expect(beats(0, 2, 4, 6).gaps(8_000)).toEqual([]);
    expect(new UsableTime().gaps(8_000)).toEqual([]);
    expect(new UsableTime().since(8_000)).toBe(0);
    expect(beats(0, GAP_MS / 1000).gaps(8_000)).toEqual([]);
  });

  it('begins with the last beat, and is over with the next', () => {
    expect(beats(0, 2).gaps(602_000)).toEqual([{ from: 2_000, until: 602_000 }]);
    expect(beats(0, 2).since(602_000)).toBe(602_000);
    expect(beats(0, 2, 602).gaps(603_000)).toEqual([{ from: 2_000, until: 602_000 }]);
    expect(beats(0, 2, 602, 604).since(605_000)).toBe(602_000);
  });

  it('is one time when there was no lease between two of them, else the latest', () => {
    expect(beats(0, 100, 110, 200).gaps(201_000)).toEqual([{ from: 0, until: 200_000 }]);
    const lasting = Array.from({ length: 20 }, (_, index) => 100 + 2 * index);
    expect(beats(0, ...lasting, 200).gaps(201_000)).toEqual([{ from: 138_000, until: 200_000 }]);
  });

  it('is also what a clock leaves out that is set forward; one that is set back makes nobody older', () => {
    expect(beats(0, 2, 602).gaps(603_000)).toEqual([{ from: 2_000, until: 602_000 }]);
    const back = beats(600, 602, 2);
    expect(back.gaps(3_000)).toEqual([]);
    expect(isLive(back, 601, 3)).toBe(true);
  });
});

describe('who is live', () => {
  it('is judged by a lease while the service is used', () => {
    const usable = beats(0, 2, 4, 6);
    expect([isLive(usable, -23, 6), isLive(usable, -24, 6)]).toEqual([true, false]);
  });

  it('is who was live when a gap began, until a lease after it', () => {
    const usable = beats(0, 2, ...Array.from({ length: 16 }, (_, index) => 602 + 2 * index));
    for (const now of [602, 610, 631]) {
      expect([isLive(usable, -27, now), isLive(usable, -28, now)]).toEqual([true, false]);
    }
    expect([isLive(usable, 2, 632), isLive(usable, 603, 632)]).toEqual([false, true]);
  });

  it('is who was live when it began, while it goes on', () => {
    expect([isLive(beats(0, 2), -27, 300), isLive(beats(0, 2), -28, 300)]).toEqual([true, false]);
  });
});
