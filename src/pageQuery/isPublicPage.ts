import { config } from '@grafana/runtime';

/**
 * A dashboard that is shared externally. Grafana then answers each panel's saved query, whatever is asked: lists can only
 * be looked at, not sorted, filtered or paged, and what they lead to is not public.
 */
export function isPublicPage(): boolean {
  return Boolean(config.publicDashboardAccessToken);
}
