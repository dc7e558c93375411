import { type Report } from '@openvcloud/contract';

/** A report as it is made: its number is the spool's to give. */
export type UnsentReport = Omit<Report, 'seq'>;
