/** As node_exporter is found when nothing else is set: by its address, with or without a port. */
export const DEFAULT_METRICS_LABELS = 'instance=~"${node:regex}(:[0-9]+)?"';

interface NodeNames {
  node: string;
  nid: number | null;
  gid: number;
}

/**
 * Pure. Label matchers of PromQL for one node, of the template in the data source's settings: `${node}`, `${nid}` and `${gid}` in it
 * are the node's, with `:regex` as a pattern that means just that.
 *
 * `('instance=~"${node:regex}:.*"', {node: 'a.b'})` → `instance=~"a\\.b:.*"`
 */
export function nodeLabels(template: string, { node, nid, gid }: NodeNames): string {
  const values: Readonly<Record<string, string>> = { node, nid: nid === null ? '' : String(nid), gid: String(gid) };
  return template.replace(/\$\{(node|nid|gid)(:regex)?\}/g, (_, name: string, format?: string) => {
    const value = values[name] ?? '';
    return inQuotes(format === undefined ? value : value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  });
}

/** As a text in double quotes writes it. */
function inQuotes(value: string): string {
  return value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
}
