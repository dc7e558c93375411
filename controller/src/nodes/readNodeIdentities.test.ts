import { ConfigError } from '@openvcloud/settings';
import { readNodeIdentities } from './readNodeIdentities';

describe('names and roles of nodes in the settings', () => {
  it('are read by node', () => {
    const read = readNodeIdentities({ AGENT_NODES: ' 1:ovc master:node+master+node, 02:cpu-1: node , 3:idle:,' });
    expect([...read]).toEqual([
      [1, { name: 'ovc master', roles: ['node', 'master'] }],
      [2, { name: 'cpu-1', roles: ['node'] }],
      [3, { name: 'idle', roles: [] }],
    ]);
    expect(readNodeIdentities({}).size).toBe(0);
  });

  it.each([
    ['1:a:node,2', 'entry 2 is not of that form'],
    ['0:a:node', 'entry 1 is not of that form'],
    ['1::node', 'entry 1 is not of that form'],
    ['1: :node', 'entry 1 is not of that form'],
    ['1:a:node:master', 'entry 1 is not of that form'],
    [`1:${'n'.repeat(201)}:node`, 'at most 200 characters in a name'],
    [`1:a:${'r'.repeat(101)}`, '100 roles of 100'],
    [`1:a:${Array.from({ length: 101 }, (_, n) => `r${n}`).join('+')}`, '100 roles of 100'],
    ['1:a:node,01:b:node', 'expected one entry per nid, got two for nid 1'],
  ])('are refused where they are not of the form: %.30s', (AGENT_NODES, message) => {
    expect(() => readNodeIdentities({ AGENT_NODES })).toThrow(ConfigError);
    expect(() => readNodeIdentities({ AGENT_NODES })).toThrow(message);
  });
});
