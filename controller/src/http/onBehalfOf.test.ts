import { LIMITS } from '@openvcloud/contract';
import { onBehalfOfHeaders } from './onBehalfOf';

it('is what was sent, in any script', () => {
  expect(onBehalfOfHeaders({})).toEqual({ onBehalfOf: undefined, reason: undefined });
  const headers = { 'on-behalf-of': encodeURIComponent('Zoë (grafana)'), 'act-reason': encodeURIComponent('停止 it') };
  expect(onBehalfOfHeaders(headers)).toEqual({ onBehalfOf: 'Zoë (grafana)', reason: '停止 it' });
});

it.each(['%', '%ff', '%0A', 'a%E2%80%AEb', 'x'.repeat(LIMITS.onBehalfOfChars + 1)])('is refused: %j', (name) => {
  expect(() => onBehalfOfHeaders({ 'on-behalf-of': name })).toThrow(/On-Behalf-Of as one line of at most \d+/);
});
