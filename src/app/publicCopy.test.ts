import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES } from '../navigation/links';
import { propertyOf } from '../unknownValue/propertyOf';
import { PUBLISHABLE, publicCopy } from './publicCopy';

const CHOSEN = { uid: 'jobs-1', type: 'openvcloud-jobs-datasource' };
const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(__dirname, '..', 'dashboards', `${name}.json`), 'utf8'));

describe.each(PUBLISHABLE)('the public copy of %s', (name) => {
  const copy = publicCopy(read(name), CHOSEN);
  const text = JSON.stringify(copy);

  it('names its data source in every query, and no variable anywhere', () => {
    expect(text).not.toMatch(new RegExp(`\\$\\{?(${Object.values(VARIABLES).join('|')})\\b`));
    expect(text).toContain('"uid":"jobs-1"');
    expect(copy.templating).toEqual({ list: [] });
  });

  it('is another dashboard than the one it is of, without links to where its readers cannot go', () => {
    expect(copy).toMatchObject({ id: null, uid: `openvcloud-${name}-public`, tags: [], links: [] });
    expect(copy.title).toMatch(/ \(public\)$/);
    expect(text).not.toContain('/d/openvcloud');
  });

  it('has all panels where they were', () => {
    const places = (dashboard: unknown) =>
      (propertyOf(dashboard, 'panels') as object[]).map((panel) => propertyOf(panel, 'gridPos'));
    expect(places(copy)).toEqual(places(read(name)));
  });
});

it('keeps conditions on values, and drops those on variables: they mean all', () => {
  const state = { field: 'state', operator: 'in', values: ['ERROR'] };
  const node = { field: 'nodeName', operator: 'in', values: ['$node'] };
  const panels = [{ targets: [{ queryType: 'jobs', filters: [state, node], datasource: { uid: '${ds}' } }] }];
  expect(publicCopy({ uid: 'x', title: 'X', panels }, CHOSEN).panels).toMatchObject([
    { targets: [{ queryType: 'jobs', filters: [state], datasource: CHOSEN }] },
  ]);
});
