import { type Condition } from '@openvcloud/contract/src/filter';
import { applyVariables, toCondition } from './applyVariables';
import { type Replace } from './expandValues';
import { type JobsQuery } from './query';

const variables: Record<string, unknown> = {
  state: ['ERROR', 'TIMEOUT'],
  node: 'cpu-01',
  empty: '',
  letters: ['a', 'b'],
  guid: ' 0198 ',
  price: '$node',
};

/** As Grafana's template service: a variable it does not know stays as it is; "All" with a custom value is plain text. */
const replace: Replace = (text, format) =>
  text.replace(/\$\{?(\w+)\}?/g, (match, name: string) => {
    if (name === 'all') {
      return '__all';
    }
    const value = variables[name];
    return value === undefined ? match : format ? format(value) : String(value);
  });

function query(changes: Partial<JobsQuery>): JobsQuery {
  return { refId: 'A', queryType: 'jobs', version: 2, ...changes };
}

function filtersOf(...filters: Condition[]): Condition[] | undefined {
  return applyVariables(query({ filters }), replace).filters;
}

describe('applyVariables', () => {
  it('turns "is" into "is one of" when a variable holds several values', () => {
    expect(filtersOf({ field: 'state', operator: '=', values: ['$state'] })).toEqual([
      { field: 'state', operator: 'in', values: ['ERROR', 'TIMEOUT'] },
    ]);
    expect(filtersOf({ field: 'state', operator: '!=', values: ['${state}'] })).toEqual([
      { field: 'state', operator: 'not in', values: ['ERROR', 'TIMEOUT'] },
    ]);
  });

  it('asks for the stats that variables name, for all of them with "All"', () => {
    expect(applyVariables(query({ queryType: 'nodeStats', stats: ['load1', '$letters'] }), replace).stats).toEqual([
      'load1',
      'a',
      'b',
    ]);
    expect(applyVariables(query({ queryType: 'nodeStats', stats: ['$all'] }), replace).stats).toEqual([]);
  });

  it('keeps the operator when a variable holds one value', () => {
    expect(filtersOf({ field: 'nodeName', operator: '=', values: ['$node'] })).toEqual([
      { field: 'nodeName', operator: '=', values: ['cpu-01'] },
    ]);
  });

  it('combines text and several variables of one value', () => {
    expect(
      filtersOf({ field: 'cmd', operator: 'in', values: ['x-${letters}-$letters', 'plain'] })?.[0]?.values
    ).toEqual(['x-a-a', 'x-a-b', 'x-b-a', 'x-b-b', 'plain']);
  });

  it('does not replace what a variable holds again', () => {
    expect(filtersOf({ field: 'cmd', operator: '=', values: ['$price'] })?.[0]?.values).toEqual(['$node']);
  });

  it('drops a condition on All', () => {
    expect(
      filtersOf({ field: 'queue', operator: 'in', values: ['$all'] }, { field: 'cmd', operator: '=', values: ['echo'] })
    ).toEqual([{ field: 'cmd', operator: '=', values: ['echo'] }]);
  });

  it.each([[[]], [['']], [['$empty']], [['', '$empty']]])(
    'drops a condition whose values %j are all empty',
    (values) => {
      expect(filtersOf({ field: 'cmd', operator: 'in', values })).toEqual([]);
    }
  );

  it('keeps a range that is open on one side', () => {
    expect(filtersOf({ field: 'runMs', operator: 'range', values: ['1000', ''] })).toEqual([
      { field: 'runMs', operator: 'range', values: ['1000', ''] },
    ]);
  });

  it('replaces variables in texts, and trims what a person pasted', () => {
    const applied = applyVariables(
      query({ queryType: 'job', guid: '$guid', search: '${node} disk', jumpscriptVersion: '$empty' }),
      replace
    );
    expect(applied).toMatchObject({ guid: '0198', search: 'cpu-01 disk', jumpscriptVersion: '' });
  });

  it('adds ad hoc filters to the conditions of a query that has any, and to no other', () => {
    const filter = { key: 'state', operator: '=', value: 'OK' };
    expect(applyVariables(query({}), replace, [filter]).filters).toEqual([
      { field: 'state', operator: '=', values: ['OK'] },
    ]);
    expect(applyVariables(query({ queryType: 'nodes' }), replace, [filter])).not.toHaveProperty('filters');
  });

  it('replaces nothing in a query whose variables were replaced before', () => {
    const replaced = query({
      isReplaced: true,
      search: ' 5 $node ',
      filters: [{ field: 'cmd', operator: '=', values: ['$state', '[[node]]'] }],
    });
    expect(applyVariables(replaced, replace)).toMatchObject({
      search: '5 $node',
      filters: [{ field: 'cmd', operator: 'in', values: ['$state', '[[node]]'] }],
    });
  });

  it('keeps an operator that has no word for several values', () => {
    expect(filtersOf({ field: 'runMs', operator: 'range', values: ['$letters'] })?.[0]?.operator).toBe('range');
  });

  it('adds nothing to a query that does not say it', () => {
    expect(applyVariables(query({ queryType: 'nodes' }), replace)).toStrictEqual(query({ queryType: 'nodes' }));
  });

  it('replaces variables in what names a JumpScript, and takes a version that is a number', () => {
    const applied = applyVariables(
      query({ queryType: 'jumpscript', jumpscriptId: ' acme:$node ', jumpscriptVersion: 3 }),
      replace
    );
    expect(applied).toMatchObject({ jumpscriptId: 'acme:cpu-01', jumpscriptVersion: '3' });
  });

  it('leaves the saved query as it was', () => {
    const saved = query({ filters: [{ field: 'state', operator: '=', values: ['$state'] }] });
    const copy = JSON.stringify(saved);
    applyVariables(saved, replace);
    expect(JSON.stringify(saved)).toBe(copy);
  });
});

describe('former names', () => {
  it('are those of today when a variable of the order brings them', () => {
    expect(applyVariables(query({ sort: '$order' }), () => '-run').sort).toBe('-runMs');
  });

  it('are those of today in ad hoc filters that a dashboard or a link has kept', () => {
    expect(toCondition({ key: 'wait', operator: '<', value: '500' })).toEqual({
      field: 'waitMs',
      operator: 'range',
      values: ['', '500'],
    });
    expect(toCondition({ key: 'result', operator: '=', value: 'full' })).toEqual({
      field: 'resultPreview',
      operator: 'contains',
      values: ['full'],
    });
  });
});

it('takes a label for the field of the query that it is of, and leaves what no field of it is called to be refused', () => {
  const applied = (queryType: 'logs' | 'jobs') =>
    applyVariables({ refId: 'A', version: 2, queryType }, (text) => text, [{ key: 'Level', operator: '=', value: '2' }])
      .filters?.[0]?.field;
  expect(applied('logs')).toBe('level');
  expect(applied('jobs')).toBe('Level');
});

describe('toCondition', () => {
  it.each([
    [
      { key: 'state', operator: '!=', value: 'OK' },
      { field: 'state', operator: '!=', values: ['OK'] },
    ],
    [
      { key: 'state', operator: '=|', value: 'OK', values: ['OK', 'ERROR'] },
      { field: 'state', operator: 'in', values: ['OK', 'ERROR'] },
    ],
    [
      { key: 'state', operator: '!=|', value: 'OK', values: ['OK', 'ERROR'] },
      { field: 'state', operator: 'not in', values: ['OK', 'ERROR'] },
    ],
    [
      { key: 'state', operator: '!=|', value: 'OK', values: ['OK'] },
      { field: 'state', operator: 'not in', values: ['OK'] },
    ],
    [
      { key: 'cmd', operator: '=~', value: '^disk' },
      { field: 'cmd', operator: 'regex', values: ['^disk'] },
    ],
    [
      { key: 'cmd', operator: '!~', value: '^disk' },
      { field: 'cmd', operator: 'not regex', values: ['^disk'] },
    ],
    [
      { key: 'runMs', operator: '<', value: '500' },
      { field: 'runMs', operator: 'range', values: ['', '500'] },
    ],
    [
      { key: 'runMs', operator: '>', value: '500' },
      { field: 'runMs', operator: 'range', values: ['501', ''] },
    ],
    [
      { key: 'runMs', operator: '<=', value: '500' },
      { field: 'runMs', operator: 'range', values: ['', '501'] },
    ],
    [
      { key: 'runMs', operator: '>=', value: '500' },
      { field: 'runMs', operator: 'range', values: ['500', ''] },
    ],
    [
      { key: 'runMs', operator: '>', value: '0.5' },
      { field: 'runMs', operator: 'range', values: ['0.5', ''] },
    ],
    [
      { key: 'state', operator: '=', value: 'OK', values: ['OK', 'ERROR'] },
      { field: 'state', operator: '=', values: ['OK'] },
    ],
    [
      { key: 'state', operator: '=|', value: 'OK' },
      { field: 'state', operator: 'in', values: ['OK'] },
    ],
    [
      { key: 'state', operator: '=|', value: 'OK', values: [] },
      { field: 'state', operator: 'in', values: ['OK'] },
    ],
    [
      { key: 'state', operator: '~~', value: 'OK' },
      { field: 'state', operator: '~~', values: ['OK'] },
    ],
    [
      { key: 'resultPreview', operator: '=', value: 'full' },
      { field: 'resultPreview', operator: 'contains', values: ['full'] },
    ],
    [
      { key: 'resultPreview', operator: '!=', value: 'full' },
      { field: 'resultPreview', operator: 'not contains', values: ['full'] },
    ],
    [
      { key: 'resultPreview', operator: '=~', value: 'full' },
      { field: 'resultPreview', operator: 'regex', values: ['full'] },
    ],
    [
      { key: 'toString', operator: '=', value: 'full' },
      { field: 'toString', operator: '=', values: ['full'] },
    ],
  ])('reads the ad hoc filter %j', (filter, condition) => {
    expect(toCondition(filter)).toEqual(condition);
  });
});
