import { QUEUE_DEFAULTS, type QueueName } from '@openvcloud/contract';

/** How long a job may run: as its JumpScript declares, else as the queue it runs in, which need not be its JumpScript's. */
export function jobTimeout(queue: QueueName, declaredSeconds: number | null): number {
  return declaredSeconds ?? QUEUE_DEFAULTS[queue].timeoutSeconds;
}
