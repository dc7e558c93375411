/**
 * What a viewer did to one panel (search, filters, sort, page...), as plain query parameters of the page's URL.
 * Each panel has its own prefix, so that several lists of one dashboard do not disturb each other: `p7.sort=-runMs`.
 */
export type ViewerParams = Readonly<Record<string, readonly string[]>>;
/** `undefined` or an empty list takes the parameter out of the URL. */
export type ViewerChanges = Readonly<Record<string, readonly string[] | undefined>>;

export function viewerPrefix(panelId: number): string {
  return `p${panelId}.`;
}

export function readViewerParams(search: string, prefix: string): ViewerParams {
  const params: Record<string, string[]> = {};
  for (const [key, value] of new URLSearchParams(search)) {
    if (key.startsWith(prefix)) {
      (params[key.slice(prefix.length)] ??= []).push(value);
    }
  }
  return params;
}

export function changeViewerParams(params: ViewerParams, changes: ViewerChanges): ViewerParams {
  const next: Record<string, readonly string[]> = { ...params };
  for (const [name, values] of Object.entries(changes)) {
    if (values === undefined || values.length === 0) {
      delete next[name];
    } else {
      next[name] = values;
    }
  }
  return next;
}

/** Equal for equal params, whatever the order of different names. */
export function viewerKey(params: ViewerParams): string {
  return JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As the partial query that Grafana's location service takes; null removes. */
export function toUrlChanges(changes: ViewerChanges, prefix: string): Record<string, string[] | string | null> {
  const entries = Object.entries(changes).map(([name, values = []]): [string, string[] | string | null] => [
    `${prefix}${name}`,
    values.length > 1 ? [...values] : (values[0] ?? null),
  ]);
  return Object.fromEntries(entries);
}
