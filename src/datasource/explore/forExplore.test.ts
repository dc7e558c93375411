import { CoreApp, FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import { showsLogDetails, withLinks } from './forExplore';
import { FIELD_LINKS } from './fieldLinks';

const target = { uid: 'jobs 1', name: 'Grid 1' };

function frame(kind: unknown, ...names: string[]): DataFrame {
  return toDataFrame({
    meta: { custom: { kind } },
    fields: names.map((name) => ({ name, type: FieldType.string, values: ['x'], config: { displayName: name } })),
  });
}

const fieldOf = (shown: DataFrame, name: string) => shown.fields.find((field) => field.name === name);

describe('withLinks', () => {
  it('leads from a job to its page, its lines and its trace', () => {
    const links = fieldOf(withLinks(frame('jobs', 'guid'), target, false), 'guid')?.config.links;
    expect(links?.map(({ title }) => title)).toEqual(['Job Details', 'Log lines of the job', 'Trace of the job']);
    expect(links?.[0]?.url).toBe(
      '/d/openvcloud-job/job-details?from=${__from}&to=${__to}&var-ds=jobs%201&var-guid=${__value.raw:percentencode}'
    );
    expect(links?.[2]?.internal).toEqual({
      datasourceUid: 'jobs 1',
      datasourceName: 'Grid 1',
      query: { refId: 'A', version: 2, queryType: 'trace', guid: '${__value.raw}' },
    });
  });

  it('leads from the first column of jobs to Job Details, by the guid of the row', () => {
    const links = fieldOf(withLinks(frame('jobs', 'timeStart'), target, false), 'timeStart')?.config.links;
    expect(links?.[0]?.url).toContain('var-guid=${__data.fields.guid:percentencode}');
  });

  it('leads from a line to its place in the log of its job, where it is marked', () => {
    const links = fieldOf(withLinks(frame('logs', 'seq'), target, true), 'seq')?.config.links;
    expect(links?.[0]?.internal).toMatchObject({
      query: {
        queryType: 'logs',
        guid: '${__data.fields.jobGuid}',
        startSeq: '${__data.fields.seq.numeric}',
        around: true,
      },
      panelsState: { logs: { id: 'A_${__data.fields.id}' } },
    });
  });

  it('offers to filter by what can be filtered by', () => {
    const shown = withLinks(frame('jobs', 'state', 'logLines'), target, false);
    expect(fieldOf(shown, 'state')?.config).toEqual({ displayName: 'state', filterable: true });
    expect(fieldOf(shown, 'logLines')?.config).toEqual({ displayName: 'logLines' });
  });

  it('shows once in the details of a line what its labels say', () => {
    const lines = frame('logs', 'organization', 'cmd');
    expect(fieldOf(withLinks(lines, target, true), 'organization')?.config.custom).toEqual({ hidden: true });
    expect(fieldOf(withLinks(lines, target, true), 'cmd')?.config.custom).toBeUndefined();
    expect(fieldOf(withLinks(lines, target, false), 'organization')?.config.custom).toBeUndefined();
    expect(
      fieldOf(withLinks(frame('jobs', 'organization'), target, true), 'organization')?.config.custom
    ).toBeUndefined();
  });

  it.each([undefined, 7])('leaves the frame of something else as it is: %p', (kind) => {
    const other = frame(kind, 'guid');
    expect(withLinks(other, target, true)).toBe(other);
  });

  it('knows every kind of frame that has fields with a page', () => {
    expect(Object.keys(FIELD_LINKS).sort()).toEqual(
      [
        'exemplars',
        'job',
        'jobGraph',
        'jobs',
        'jumpscript',
        'jumpscripts',
        'logs',
        'nodeStats',
        'nodes',
        'queues',
        'trace',
      ].sort()
    );
  });
});

describe('showsLogDetails', () => {
  it.each([
    [{ app: CoreApp.Explore }, true],
    [{ app: CoreApp.Dashboard, panelPluginId: 'logs' }, true],
    [{ app: CoreApp.Dashboard, panelPluginId: 'table' }, false],
    [{ app: CoreApp.Dashboard }, false],
  ])('of %j: %s', (request, expected) => {
    expect(showsLogDetails(request)).toBe(expected);
  });
});
