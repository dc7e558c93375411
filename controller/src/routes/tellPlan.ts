import type { Coverage } from '@openvcloud/contract';
import type { Services } from './services';

/** How a list was read is told where its time is looked at: in the trace, and in a debug log. */
export function tellPlan<List extends { coverage: Coverage }>(
  { tracing, log }: Pick<Services, 'tracing' | 'log'>,
  list: List
): List {
  const { plan } = list.coverage;
  if (plan !== undefined) {
    tracing?.planned(plan);
    log.debug({ plan }, 'a list was read');
  }
  return list;
}
