import { type Dashboard, type Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FAILURE_FIELDS } from '@openvcloud/contract/src/failureStatus';
import {
  JOB_FIELDS,
  JUMPSCRIPT_FIELDS,
  LOG_FIELDS,
  OPERATORS_BY_KIND,
  type FieldSpec,
} from '@openvcloud/contract/src/filter';
import { NODE_STAT_FIELDS } from '@openvcloud/contract/src/nodeStat';
import { DASHBOARDS, VARIABLES } from '../../src/navigation/links';
import { DASHBOARD_BUILDERS } from './index';
import { NAVIGATION_TAG, DETAILS_TAG } from './links';

const dashboards = Object.entries(DASHBOARD_BUILDERS).map(
  ([name, build]) => [name, build().build()] as [string, Dashboard]
);
const panelsOf = (dashboard: Dashboard) => (dashboard.panels ?? []) as Panel[];
const variablesOf = (dashboard: Dashboard) => dashboard.templating?.list ?? [];

function everyString(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(everyString) : [];
}

const panelFolder = resolve(__dirname, '../../src/panels');
const ownPanels = readdirSync(panelFolder).map(
  (name) => JSON.parse(readFileSync(resolve(panelFolder, name, 'plugin.json'), 'utf8')).id as string
);
const CORE_PANELS = ['stat', 'table', 'timeseries'];

it('gives every dashboard its own uid', () => {
  const uids = dashboards.map(([, dashboard]) => dashboard.uid);
  expect(new Set(uids).size).toBe(uids.length);
});

describe.each(dashboards)('%s', (name, dashboard) => {
  it('has the uid and title that links know it by, and no id of one installation', () => {
    expect(dashboard).toMatchObject({
      uid: DASHBOARDS[name as keyof typeof DASHBOARDS].uid,
      title: DASHBOARDS[name as keyof typeof DASHBOARDS].title,
    });
    expect(dashboard.schemaVersion).toBe(42);
    expect(dashboard.tags).toHaveLength(1);
    expect([NAVIGATION_TAG, DETAILS_TAG]).toContain(dashboard.tags?.[0]);
  });

  it('fills the grid without overlaps or overhang', () => {
    const cells = new Set<string>();
    for (const { gridPos, title } of panelsOf(dashboard)) {
      const { x: left, y: top, w, h } = gridPos ?? { x: 0, y: 0, w: 0, h: 0 };
      expect({ title, isInside: w > 0 && h > 0 && left + w <= 24 }).toEqual({ title, isInside: true });
      for (let x = left; x < left + w; x++) {
        for (let y = top; y < top + h; y++) {
          expect({ title, x, y, isTaken: cells.has(`${x},${y}`) }).toEqual({ title, x, y, isTaken: false });
          cells.add(`${x},${y}`);
        }
      }
    }
  });

  it('asks only the data source the reader chose', () => {
    expect(variablesOf(dashboard)[0]).toMatchObject({
      name: VARIABLES.ds,
      type: 'datasource',
      // Not the first by name, with several controllers.
      current: { text: 'default', value: 'default' },
    });
    const asked = [
      ...panelsOf(dashboard).flatMap((panel) => panel.targets ?? []),
      ...variablesOf(dashboard).filter(({ type }) => type === 'query'),
    ];
    expect(asked.length).toBeGreaterThan(0);
    for (const target of asked) {
      expect(target).toMatchObject({ datasource: { type: 'openvcloud-jobs-datasource', uid: '${ds}' } });
    }
  });

  it('uses only variables it defines, and defines only those that links may set', () => {
    const defined = variablesOf(dashboard).map((variable) => variable.name);
    expect(new Set(defined).size).toBe(defined.length);
    expect(Object.values(VARIABLES)).toEqual(expect.arrayContaining(defined));
    const texts = everyString([panelsOf(dashboard), variablesOf(dashboard)]);
    const used = texts.flatMap((text) =>
      [...text.matchAll(/\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g)].map((match) => match[1] ?? match[2] ?? '')
    );
    expect(defined).toEqual(expect.arrayContaining(used.filter((variable) => !variable.startsWith('__'))));
  });

  it('shows the links to the other dashboards on top, not in a menu', () => {
    expect(dashboard.links).toHaveLength(1);
    expect(dashboard.links?.[0]).not.toHaveProperty('placement');
  });

  it('links only to dashboards that exist, by variables they define', () => {
    for (const text of everyString(dashboard).filter((value) => value.startsWith('/d/'))) {
      const [, , uid, rest = ''] = text.split('/');
      const [slug, search = ''] = rest.split('?');
      const target = Object.entries(DASHBOARDS).find(([, entry]) => entry.uid === uid && entry.slug === slug);
      expect({ text, isKnown: target !== undefined }).toEqual({ text, isKnown: true });
      const known = variablesOf(DASHBOARD_BUILDERS[target?.[0] as keyof typeof DASHBOARD_BUILDERS]().build()).map(
        (variable) => variable.name
      );
      const set = [...search.matchAll(/(?:var-(\w+)=|\$\{(\w+):queryparam\})/g)].map((match) => match[1] ?? match[2]);
      expect(known).toEqual(expect.arrayContaining(set));
    }
  });

  it('shows every panel with a plugin that Grafana or this app brings, under a title', () => {
    for (const panel of panelsOf(dashboard)) {
      expect([...CORE_PANELS, ...ownPanels]).toContain(panel.type);
      expect(panel.title).toBeTruthy();
    }
  });

  it('filters by fields and operators of the contract', () => {
    const tables: Record<string, Record<string, FieldSpec>> = {
      jobs: JOB_FIELDS,
      jobCounts: JOB_FIELDS,
      logs: LOG_FIELDS,
      jumpscripts: JUMPSCRIPT_FIELDS,
      jobAnnotations: JOB_FIELDS,
      nodeStats: NODE_STAT_FIELDS,
      failures: FAILURE_FIELDS,
    };
    for (const target of panelsOf(dashboard).flatMap((panel): Array<Record<string, unknown>> =>
      (panel.targets ?? []).map((target) => ({ ...target }))
    )) {
      for (const condition of (target['filters'] ?? []) as Array<{ field: string; operator: string }>) {
        const spec = tables[String(target['queryType'])]?.[condition.field];
        expect({ condition, spec }).toEqual({ condition, spec: expect.anything() });
        expect(OPERATORS_BY_KIND[spec?.kind ?? 'text'] as readonly string[]).toContain(condition.operator);
      }
    }
  });
});
