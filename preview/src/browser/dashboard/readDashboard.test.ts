import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readDashboard } from './readDashboard';

const folder = resolve(__dirname, '../../../../src/dashboards');
const shipped = readdirSync(folder).map(
  (name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>] as const
);

test.each(shipped)('reads %s without losing a panel, a query or a variable', (_name, json) => {
  const model = readDashboard(json);
  const panels = json['panels'] as Array<{ targets: unknown[]; type: string }>;
  expect(model.panels.map(({ type }) => type)).toEqual(panels.map(({ type }) => type));
  expect(model.panels.map(({ targets }) => targets)).toEqual(panels.map(({ targets }) => targets));
  const list = (json['templating'] as { list: Array<{ name: string }> }).list;
  expect(model.variables.map(({ name }) => name)).toEqual(list.map(({ name }) => name));
  expect(model.uid).toBe(json['uid']);
});

test('keeps what decides how a panel looks', () => {
  const [panel] = readDashboard({
    panels: [
      {
        id: 3,
        type: 'table',
        title: 'T',
        gridPos: { x: 1, y: 2, w: 3, h: 4 },
        fieldConfig: { defaults: { unit: 's' }, overrides: [{ matcher: { id: 'byName' } }] },
        transformations: [
          { id: 'organize', options: { a: 1 } },
          { id: 'limit', disabled: true },
        ],
      },
    ],
  }).panels;
  expect(panel).toMatchObject({
    id: 3,
    grid: { x: 1, y: 2, w: 3, h: 4 },
    fieldConfig: { defaults: { unit: 's' }, overrides: [{ matcher: { id: 'byName' } }] },
    transformations: [{ id: 'organize', options: { a: 1 } }],
  });
});

test('reads each kind of variable, and skips a kind it has no control for', () => {
  const { variables } = readDashboard({
    templating: {
      list: [
        { type: 'datasource', name: 'ds', query: 'x-datasource' },
        {
          type: 'query',
          name: 'state',
          multi: true,
          includeAll: true,
          allValue: '__all',
          current: { value: ['$__all'], text: ['All'] },
          query: { field: 'state' },
        },
        { type: 'textbox', name: 'guid', query: 'abc', hide: 2 },
        { type: 'interval', name: 'i' },
      ],
    },
  });
  expect(variables).toMatchObject([
    { type: 'datasource', pluginId: 'x-datasource', label: 'ds', value: '' },
    { type: 'query', isMulti: true, includeAll: true, allValue: '__all', value: ['$__all'], query: { field: 'state' } },
    { type: 'textbox', value: 'abc', isHidden: true },
  ]);
});

test.each([null, 'text', [], {}, { panels: 'none', templating: [], time: 3 }])(
  'draws an empty dashboard from %j',
  (json) => {
    expect(readDashboard(json)).toMatchObject({ panels: [], variables: [], links: [], from: 'now-6h' });
  }
);
