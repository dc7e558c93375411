import { toAuditRows } from './auditEvents';

const EVENT = {
  id: 7,
  time: 1000,
  user: 'grafana',
  onBehalfOf: 'alice',
  reason: 'node 3 is drained',
  action: 'bulk.end',
  target: 'b1',
  outcome: 'OK',
  details: { total: 4, outcomes: { cancelled: 3, JOB_ENDED: 1 } },
};

it('names the person before the token that acted for him, and says what came of it', () => {
  expect(toAuditRows({ items: [EVENT] })).toEqual([
    {
      id: 7,
      time: 1000,
      who: 'alice',
      by: 'grafana',
      what: 'Acted on many',
      target: 'b1',
      outcome: 'OK',
      reason: 'node 3 is drained',
      details: '3 cancelled, 1 JOB_ENDED',
    },
  ]);
});

it.each([
  [
    { ...EVENT, onBehalfOf: null, reason: null },
    { who: 'grafana', by: '', reason: '' },
  ],
  [{ ...EVENT, action: 'node.setStatus' }, { what: 'node.setStatus' }],
  [{ ...EVENT, details: { count: 1 } }, { details: '1 job' }],
  [
    { ...EVENT, outcome: 'JOB_ENDED', details: { detail: 'Expected a job that waits.' } },
    { details: 'Expected a job that waits.' },
  ],
])('of %j says %j', (event, expected) => {
  expect(toAuditRows({ items: [event] })[0]).toMatchObject(expected);
});

it.each([undefined, {}, { items: 'none' }])('of an answer that is none makes nothing: %j', (answer) => {
  expect(toAuditRows(answer)).toEqual([]);
});
