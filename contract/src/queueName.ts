export const QUEUES = ['default', 'hypervisor', 'io', 'process'] as const;
export type QueueName = (typeof QUEUES)[number];

/**
 * Workers each agent runs per queue, and how long a job of that queue may run when its JumpScript says nothing.
 * Both are the original Agent's numbers.
 */
export const QUEUE_DEFAULTS: Readonly<Record<QueueName, { workers: number; timeoutSeconds: number; purpose: string }>> =
  {
    default: { workers: 2, timeoutSeconds: 300, purpose: 'miscellaneous work' },
    hypervisor: { workers: 1, timeoutSeconds: 300, purpose: 'virtual machine management' },
    io: { workers: 1, timeoutSeconds: 3600, purpose: 'backup, restore and other long IO' },
    process: { workers: 5, timeoutSeconds: 300, purpose: 'monitoring' },
  };

export function isQueueName(value: string): value is QueueName {
  return (QUEUES as readonly string[]).includes(value);
}
