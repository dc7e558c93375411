import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { FAILURE_FIELDS } from '@openvcloud/contract/src/failureStatus';
import { JOB_FIELDS, GROUP_FIELDS } from '@openvcloud/contract/src/filter';
import { DASHBOARDS } from '../../src/navigation/links';
import { renderDashboards } from './renderDashboards';

const root = resolve(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readYaml = (path: string) => parse(read(path), { merge: true });

const files = ['plugins', 'datasources', 'dashboards', 'alerting'].flatMap((folder) =>
  readdirSync(join(root, 'provisioning', folder)).map((name) => `provisioning/${folder}/${name}`)
);
const pluginIds = [
  'src',
  'src/datasource',
  ...readdirSync(join(root, 'src/panels')).map((name) => `src/panels/${name}`),
].map((folder) => JSON.parse(read(`${folder}/plugin.json`)).id as string);

describe('provisioning', () => {
  it.each(files)('%s is YAML of version 1', (path) => {
    expect(readYaml(path)).toMatchObject({ apiVersion: 1 });
  });

  it('takes only documented variables from the environment', () => {
    const names = files.flatMap((path) =>
      [
        ...read(path)
          .replace(/#.*$/gm, '')
          // Templates of annotations: Grafana does not expand the environment there.
          .replace(/\{\{.*?\}\}/g, '')
          // Nor in a rule's queries.
          .replace(/^ *expression: .*$/gm, '')
          // A "$" that is meant as one.
          .replaceAll('$$', '')
          .matchAll(/\$\{?(\w+)/g),
      ].map((match) => match[1])
    );
    expect(new Set(names)).toEqual(
      new Set(['CONTROLLER_URL', 'CONTROLLER_TOKEN', 'CONTROLLER_OPERATOR_TOKEN', 'ACT_ROLE', 'DASHBOARDS_PATH'])
    );
  });

  it('enables the app', () => {
    expect(readYaml('provisioning/plugins/openvcloud-jobs-app.yaml').apps).toEqual([
      { type: pluginIds[0], org_id: 1, disabled: false },
    ]);
  });
});

describe('the correlations', () => {
  type Target = { queryType: string; version: number; filters?: Array<{ field: string; values: string[] }> };
  type Correlation = {
    targetUID: string;
    label: string;
    description: string;
    type: string;
    config: { field: string; target: Target; transformations?: Array<{ field: string; mapValue: string }> };
  };
  const sources = ['provisioning/datasources/openvcloud-jobs.yaml', 'docker/prometheus-datasource.yaml'];
  const all: Correlation[] = sources.flatMap((path) => readYaml(path).datasources[0].correlations);

  it.each(all.map((one) => [one.label, one] as const))(
    '"%s" leads to our data source, with words for people',
    (_, one) => {
      expect(one).toMatchObject({ targetUID: 'openvcloud-jobs', type: 'query', label: expect.any(String) });
      expect(one.description).toBeTruthy();
      expect(one.config.target).toMatchObject({ queryType: expect.any(String), version: 2 });
    }
  );

  // A link whose variables do not resolve is not shown.
  it.each(all.map((one) => [one.label, one] as const))('"%s" uses only what its row has', (_, { config }) => {
    const known = [config.field, ...(config.transformations ?? []).map(({ mapValue }) => mapValue)];
    const used = [...JSON.stringify(config.target).matchAll(/\$\$\{(\w+)\}/g)].map((match) => match[1]);
    expect(used.length).toBeGreaterThan(0);
    expect(known).toEqual(expect.arrayContaining(used));
    expect(JSON.stringify(config.target).replaceAll('$${', '')).not.toContain('$');
  });

  it('lead from jobs to what their node measured, from nodes to jobs, and between jobs and lines', () => {
    const ways = all.map(({ config }) => `${config.field} → ${config.target.queryType}`);
    expect(ways).toEqual(['nodeName → nodeStats', 'name → jobs', 'jobGuid → job', 'guid → logs', 'instance → jobs']);
  });
});

describe('the alert rules', () => {
  const groups: Array<{ rules: Rule[] }> = readYaml('provisioning/alerting/rules.yaml').groups;
  const dataSource = readYaml('provisioning/datasources/openvcloud-jobs.yaml').datasources[0];
  type Rule = {
    uid: string;
    title: string;
    condition: string;
    dashboardUid: string;
    panelId: number;
    labels: Record<string, string>;
    annotations: Record<string, string>;
    data: Step[];
  };
  type Route = { receiver: string; object_matchers: Array<[string, string, string]> };
  type Step = { refId: string; datasourceUid: string; queryType?: string; model: Record<string, unknown> };
  const rules = groups.flatMap((group) => group.rules);
  /** Of numbers that are not counts: pkg/frames gives them. */
  const LABELS: Record<string, string[]> = {
    queues: ['queue', 'nodeName', 'nid', 'role'],
    nodes: ['nodeName', 'nid'],
    controllerBehind: ['part'],
    failures: ['key', 'title', 'status', 'gid', 'script'],
  };

  const PAGES: Record<string, { uid: string; slug: string }> = {
    jobCounts: DASHBOARDS.jobs,
    failures: DASHBOARDS.failures,
  };

  it('are what one wants to be woken by', () => {
    expect(rules.map((rule) => rule.uid.replace('openvcloud-jobs-', ''))).toEqual([
      'error',
      'timeout',
      'error-ratio',
      'queue-stalled',
      'agent-away',
      'controller-behind',
      'failure-new',
      'failure-regressed',
      'failure-faster',
    ]);
  });

  describe.each(rules)('$uid', (rule) => {
    const queries = rule.data.filter((step) => step.datasourceUid !== '__expr__');

    it('asks the provisioned data source for numbers, by fields of the contract', () => {
      for (const query of queries) {
        expect(query).toMatchObject({
          datasourceUid: dataSource.uid,
          model: { queryType: query.queryType, version: 2, format: 'number' },
        });
        if (query.queryType === 'jobCounts') {
          expect(query.model['timeField']).toBe('timeKnown');
        }
        for (const { field } of (query.model['filters'] ?? []) as Array<{ field: string }>) {
          expect(Object.keys(query.queryType === 'failures' ? FAILURE_FIELDS : JOB_FIELDS)).toContain(field);
        }
        for (const field of (query.model['groupBy'] ?? []) as string[]) {
          expect(GROUP_FIELDS).toContain(field);
        }
      }
    });

    it('has a page that says what to do', () => {
      const name = /\/blob\/main\/(docs\/runbooks\/[\w-]+\.md)$/.exec(rule.annotations['runbook_url'] ?? '')?.[1];
      expect(read(name ?? 'no runbook')).toContain(`# ${rule.title}`);
    });

    it('names each step once, and its condition and expressions name steps that exist', () => {
      const refIds = rule.data.map((step) => step.refId);
      expect(new Set(refIds).size).toBe(refIds.length);
      expect(refIds).toContain(rule.condition);
      for (const step of rule.data) {
        expect(step.model['refId']).toBe(step.refId);
        if (step.datasourceUid === '__expr__') {
          const text = String(step.model['expression']);
          const named =
            step.model['type'] === 'math' ? [...text.matchAll(/\$\$(\w)/g)].map((match) => match[1]) : [text];
          expect(refIds).toEqual(expect.arrayContaining(named));
        }
      }
    });

    it('uses only labels its series have, and links to what it is about, in the data source that it asks', () => {
      const text = Object.values(rule.annotations).join('\n');
      const used = [...text.matchAll(/\$labels\.(\w+)/g)].map((match) => match[1]);
      const { queryType = '', model } = queries[0] as Step;
      expect(LABELS[queryType] ?? model['groupBy']).toEqual(expect.arrayContaining(used));
      const { uid, slug } = PAGES[queryType] ?? DASHBOARDS.queues;
      expect(rule.annotations['jobs_url'] ?? rule.annotations['queues_url']).toContain(
        `{{ externalURL }}d/${uid}/${slug}?var-ds=${dataSource.uid}`
      );
    });

    it('writes annotations with one `$`, for Grafana does not expand them, and labels without any', () => {
      expect(Object.values(rule.annotations).join('\n')).not.toContain('$$');
      expect(Object.values(rule.labels).join('\n')).not.toContain('$');
    });

    it('belongs to a panel that shows what it is about', () => {
      const dashboards = [...renderDashboards().values()].map(
        (text) => JSON.parse(text) as { uid: string; panels: Array<{ id: number }> }
      );
      const dashboard = dashboards.find(({ uid }) => uid === rule.dashboardUid);
      expect(dashboard?.panels.map(({ id }) => id)).toContain(rule.panelId);
      expect(rule.annotations).toMatchObject({
        __dashboardUid__: rule.dashboardUid,
        __panelId__: String(rule.panelId),
      });
    });

    it('carries labels that the policy example routes to contact points there are', () => {
      const { routes } = readYaml('provisioning/alerting/policies.yaml').policies[0] as { routes: Route[] };
      const points = readYaml('provisioning/alerting/contact-points.yaml').contactPoints as Array<{ name: string }>;
      const taken = routes.filter(({ object_matchers: matchers }) =>
        matchers.every(([label, , value]) => rule.labels[label] === value)
      );
      expect(taken.length).toBeGreaterThan(0);
      expect(points.map(({ name }) => name)).toEqual(expect.arrayContaining(routes.map(({ receiver }) => receiver)));
    });
  });

  it('are told by messages that the contact points use', () => {
    const defined = [...read('provisioning/alerting/templates.yaml').matchAll(/define "([\w.]+)"/g)].map(
      ([, name]) => name
    );
    const used = [...read('provisioning/alerting/contact-points.yaml').matchAll(/template "([\w.]+)"/g)].map(
      ([, name]) => name
    );
    expect(used.length).toBeGreaterThan(0);
    expect(defined).toEqual(expect.arrayContaining(used));
  });
});

describe('docker-compose.yml', () => {
  const { services, volumes, configs } = readYaml('docker-compose.yml') as {
    services: Record<
      string,
      {
        volumes?: string[];
        environment?: Record<string, string>;
        command?: string[];
        configs?: Array<{ source: string; target: string }>;
        build?: { dockerfile: string; target: string };
      }
    >;
    volumes: Record<string, unknown>;
    configs: Record<string, { content: string }>;
  };

  it('mounts only files and folders that exist, and volumes it declares', () => {
    const sources = Object.values(services).flatMap((service) =>
      (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '')
    );
    for (const source of sources.filter((path) => path.startsWith('./') && path !== './dist')) {
      expect(() => statSync(join(root, source))).not.toThrow();
    }
    expect(Object.keys(volumes)).toEqual(expect.arrayContaining(sources.filter((source) => !/^[./]/.test(source))));
  });

  it('gives Grafana every variable that provisioning takes, and leave to load every plugin', () => {
    const environment = services['grafana']?.environment ?? {};
    expect(Object.keys(environment)).toEqual(
      expect.arrayContaining([
        'CONTROLLER_URL',
        'CONTROLLER_TOKEN',
        'CONTROLLER_OPERATOR_TOKEN',
        'ACT_ROLE',
        'DASHBOARDS_PATH',
      ])
    );
    expect(environment['GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS']?.split(',').sort()).toEqual([...pluginIds].sort());
  });

  it('gives controller and agents their secrets as files, which they are told of', () => {
    const content = (name: string) => (configs[name]?.content ?? '').replace(/\$\{\w+:-([^}]*)\}/g, '$1');
    const seeds = /^AGENT_TOKENS="1:(.*),2:(.*)"$/m.exec(content('controller'))?.slice(1);
    expect(['agent-1', 'agent-2'].map((agent) => content(agent))).toEqual(seeds);
    for (const service of ['controller', 'agent-1', 'agent-2']) {
      const { environment = {}, command = [], configs: files = [] } = services[service] ?? {};
      expect(Object.keys(environment).filter((key) => /_TOKENS?$|PASSWORD|DATABASE_URL/.test(key))).toEqual([]);
      expect(files).toMatchObject([{ source: service, mode: expect.anything() }]);
      expect([...command, environment['AGENT_TOKEN_FILE']]).toContain(files[0]?.target);
    }
  });

  it('builds targets that the Dockerfile has', () => {
    const dockerfile = read('docker/service.Dockerfile');
    for (const { build } of Object.values(services).filter((service) => service.build)) {
      expect(dockerfile).toContain(`AS ${build?.target}\n`);
    }
  });
});
