import { DEFAULT_METRICS_LABELS, nodeLabels } from './nodeLabels';

const node = (name: string) => ({ node: name, nid: 4, gid: 1 });

describe('nodeLabels', () => {
  it.each([
    ['the address of a node, with or without a port', DEFAULT_METRICS_LABELS, 'cpu-01', 'instance=~"cpu-01(:[0-9]+)?"'],
    ['a name with dots as just that name', DEFAULT_METRICS_LABELS, 'a.b', 'instance=~"a\\\\.b(:[0-9]+)?"'],
    ['a label that is the name itself', 'nodename="${node}"', 'a.b', 'nodename="a.b"'],
    ['ids', 'grid="${gid}", node_id="${nid}"', 'a', 'grid="1", node_id="4"'],
    ['a name that would end the text', 'nodename="${node}"', 'a"} or up{a="', 'nodename="a\\"} or up{a=\\""'],
  ])('names %s', (_, template, name, labels) => {
    expect(nodeLabels(template, node(name))).toBe(labels);
  });
});
