import { type ReportedLine } from '@openvcloud/contract';

/** A line of a job's output, before it has a number. */
export type LogLine = Omit<ReportedLine, 'seq' | 'pid'>;
