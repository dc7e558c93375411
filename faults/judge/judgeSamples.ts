import type { Evidence } from '../evidence/evidence';
import type { Excuses } from './excuses';

/** Agents sample this often; what is more late than that is missing. */
const EVERY_MS = 10_000;
const LATE_MS = 6000;

export interface SampleFigures {
  stored: number;
  /** One moment's values stored twice, under times that differ. */
  duplicated: number;
  /** Times when an agent that was up should have sampled, and nothing is stored. */
  lost: number;
  /** Samples that hold fewer values than others of their node. */
  incomplete: number;
}

/** How many samples agents sent nobody notes; but an agent that is up takes one every ten seconds. */
export function judgeSamples({ samples, sampled, struck }: Evidence, excuses: Excuses): SampleFigures {
  const figures = { stored: samples.length, duplicated: 0, lost: 0, incomplete: 0 };
  for (const nid of sampled.nids) {
    const own = samples.filter((sample) => sample.nid === nid).sort((one, other) => one.time - other.time);
    const values = own.reduce((most, sample) => Math.max(most, sample.values), 0);
    figures.incomplete += own.filter((sample) => sample.values < values).length;
    const times = [sampled.from, ...own.map(({ time }) => time), sampled.to];
    times.slice(1).forEach((time, index) => {
      const former = times[index] ?? time;
      if (time - former > EVERY_MS + LATE_MS && !excuses.ofMissingSample(nid, former, time)) {
        figures.lost += Math.round((time - former) / EVERY_MS) - 1;
      }
    });
    // A new agent samples one second after its start, whenever the one before last did.
    figures.duplicated += own.filter(({ time }, index) => {
      const former = own[index - 1]?.time ?? -Infinity;
      const isOfOneAgent = !struck.some(
        ({ kind, from, nid: of }) => kind === 'killAgent' && of === nid && from >= former && from <= time
      );
      return time - former < EVERY_MS / 2 && isOfOneAgent;
    }).length;
  }
  return figures;
}
