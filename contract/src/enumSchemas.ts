import { DROP_REASONS } from './droppedLines';
import { GROUP_FIELDS } from './filter';
import { JOB_STATES } from './jobState';
import { QUEUES } from './queueName';
import { Enum } from './schema';

/** Schemas of the word lists, apart from the lists themselves, which the plugin bundles import without TypeBox. */
export const JobStateSchema = Enum(JOB_STATES, {
  title: 'JobState',
  description: 'OK, ERROR and TIMEOUT are terminal',
});
export const QueueNameSchema = Enum(QUEUES, { title: 'QueueName' });
export const GroupFieldSchema = Enum(GROUP_FIELDS, { title: 'GroupField' });
export const DropReasonSchema = Enum(DROP_REASONS, { title: 'DropReason' });
