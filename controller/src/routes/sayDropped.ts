import { describeDropped, type Coverage, type LinesOfJob } from '@openvcloud/contract';

/** A job's log is not all it wrote when lines were left out: who reads it is told. */
export function sayDropped(coverage: Coverage, job: LinesOfJob): Coverage {
  const dropped = describeDropped(job);
  return dropped === null
    ? coverage
    : { ...coverage, isCut: true, notice: [`${dropped}.`, coverage.notice ?? []].flat().join(' ') };
}
