import { FieldType, type DataFrame } from '@grafana/data';

/** How data sources call the node that a series or a row is of: ours, Prometheus with node_exporter, logs. */
const NODE_LABELS: readonly string[] = ['node', 'nodeName', 'node_name', 'nodename', 'hostname', 'host', 'instance'];
/** More of them are no choice any more, but everything. */
const MOST_NODES = 20;

/** Pure. The nodes that labels or columns of the frames name, without a port: `cpu-1:9100` → `cpu-1`; none when there are too many. */
export function nodeNames(frames: readonly DataFrame[]): string[] {
  const names = new Set<string>();
  for (const { fields } of frames) {
    for (const { name, type, values, labels = {} } of fields) {
      NODE_LABELS.forEach((label) => add(names, labels[label]));
      if (type === FieldType.string && NODE_LABELS.includes(name)) {
        // One more than is needed says that there are too many.
        values.forEach((value: unknown) => names.size <= MOST_NODES && add(names, value));
      }
    }
  }
  return names.size > MOST_NODES ? [] : [...names];
}

function add(names: Set<string>, value: unknown): void {
  const name = typeof value === 'string' ? value.replace(/:\d+$/, '').trim() : '';
  if (name !== '') {
    names.add(name);
  }
}
