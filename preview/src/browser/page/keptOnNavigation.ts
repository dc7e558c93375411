const TIME = ['from', 'to', 'timezone'] as const;

/**
 * From one dashboard to another the time range goes along, as in Grafana's menu; with `withVariables` also the
 * variables, as in a dashboard's links.
 * `('/d/b', '?from=now-1h&to=now&var-x=1&p=2')` → `/d/b?from=now-1h&to=now`
 */
export function keptOnNavigation(url: string, search: string, { withTime = true, withVariables = false } = {}): string {
  const isDashboard = url.startsWith('/d/');
  const kept = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search)) {
    const isKept =
      (withTime && (TIME as readonly string[]).includes(name)) || (withVariables && name.startsWith('var-'));
    if (isDashboard && isKept) {
      kept.append(name, value);
    }
  }
  const text = kept.toString();
  return text === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${text}`;
}
