import { locationService } from '@grafana/runtime';
import { act, screen, waitFor, within } from '@testing-library/react';
import { askingPanel } from '../../testing/askingPanel';
import { type JobsTarget } from './list/jobsTarget';
import { job, jobsFrame } from './rows/jobsFrame.fixture';
import { JobsTablePanel } from './JobsTablePanel';
import { DEFAULT_COLUMNS, type JobsTableOptions } from './options';

const OPTIONS: JobsTableOptions = {
  columns: DEFAULT_COLUMNS,
  pageSize: 0,
  showFilters: true,
  showSearch: true,
  live: true,
};
const TARGET = {
  refId: 'A',
  queryType: 'jobs',
  version: 2,
  limit: 25,
  filters: [{ field: 'queue', operator: '=', values: ['$queue'] }],
  datasource: { uid: 'openvcloud-jobs' },
};
const SAVED = { ...TARGET, version: 1, sort: '-run' };
const THREE = [job({ id: 1 }), job({ id: 2, cmd: 'check_disks' }), job({ id: 3, cmd: 'slow' })];

const {
  dataSource,
  show: showPanel,
  asked,
  answer,
  fail,
} = askingPanel({
  Panel: JobsTablePanel,
  options: OPTIONS,
  target: TARGET,
  address: '/d/openvcloud-jobs/jobs?from=now-6h&to=now&var-queue=io',
});
const show = (series = [jobsFrame(THREE)], run: Parameters<typeof showPanel>[1] = {}) => showPanel(series, run);
const commands = () => screen.queryAllByTitle(/^JumpScript /).map((link) => link.textContent);

describe('first page', () => {
  it("shows the query's own answer without asking again", async () => {
    show([jobsFrame(THREE, { total: { value: 17816, relation: 'eq' }, page: { next: 'n' } })]);
    expect(commands()).toEqual(['echo', 'check_disks', 'slow']);
    expect(screen.getByRole('status')).toHaveTextContent('Showing 1 to 3 of 17,816 jobs');
    expect(screen.getByText('Page 1 of 713')).toBeInTheDocument();
    expect(dataSource.asked).toHaveLength(0);
  });

  it('is honest about a total that was not counted to the end', () => {
    show([jobsFrame(THREE, { total: { value: 10000, relation: 'gte' } })]);
    expect(screen.getByRole('status')).toHaveTextContent('of more than 10,000 jobs');
  });

  it('links each job to its details and keeps time range and variables', () => {
    show();
    const link = screen.getAllByTitle(/Open Job Details/)[0];
    expect(link).toHaveAttribute(
      'href',
      '/d/openvcloud-job/job-details?from=now-6h&to=now&var-queue=io&var-guid=019a-0001'
    );
    expect(link).toHaveTextContent('2026-11-22 17:59:00');
  });

  it('links to the controller that its query asks, where there are several and the page names none', () => {
    const datasource = { type: 'openvcloud-jobs-datasource', uid: 'jobs-2' };
    show([jobsFrame(THREE)], { target: { ...TARGET, datasource } });
    const link = screen.getAllByTitle(/Open Job Details/)[0];
    expect(link).toHaveAttribute('href', expect.stringContaining('&var-ds=jobs-2&var-guid=019a-0001'));
  });

  it('links a job that has not started, and says since when it waits', () => {
    show([
      jobsFrame([
        job({
          state: 'SCHEDULED',
          nativeState: 'SCHEDULED',
          timeStart: null,
          timeStop: null,
          waitMs: null,
          runMs: null,
          nodeName: null,
        }),
      ]),
    ]);
    expect(screen.getByRole('link', { name: /not started/ })).toHaveAttribute(
      'href',
      expect.stringContaining('var-guid=019a-0001')
    );
    expect(screen.getByText('1 min…')).toBeInTheDocument();
  });

  it('shows why a job failed in the place of its result, as text', () => {
    show([
      jobsFrame([job({ state: 'ERROR', nativeState: 'NOWORK', errorType: 'NoWork', errorMessage: '<b>no node</b>' })]),
    ]);
    expect(screen.getByText('<b>no node</b>')).toHaveAttribute('title', 'NoWork: <b>no node</b>');
    expect(screen.getByText('NOWORK')).toBeInTheDocument();
  });

  it('shows the category in a column of its own, to be filtered and sorted by', async () => {
    const { user } = show([jobsFrame([job({ category: 'monitor.disk' }), job({ id: 2, category: '' })])]);
    expect(screen.getByTitle('monitor.disk')).toHaveTextContent(/^monitor\.disk$/);
    expect(screen.getAllByTitle('jumpscale')[0]).toHaveTextContent(/^jumpscale$/);
    await user.type(screen.getByLabelText('Filter Category'), '!test{Enter}');
    expect((await asked(1)).target.typed?.filters).toContain('category|not contains|test');
    await user.click(screen.getByRole('button', { name: 'Category' }));
    expect((await asked(2)).target.sort).toBe('category');
  });

  it('says how much of its timeout a job used', () => {
    show([jobsFrame([job({ runMs: 150_000 })])]);
    expect(screen.getByTitle('from start to stop: 50 % of its timeout of 5 min')).toHaveTextContent('2 min 30 s');
  });

  it('says that nothing is chosen where the query needs a choice, and shows no job', () => {
    const target: JobsTarget = { refId: 'A', queryType: 'jobs', requires: ' ' };
    show([], { target });
    expect(screen.getByText('Nothing is chosen')).toBeInTheDocument();
    expect(screen.queryByText('No jobs in this time range')).not.toBeInTheDocument();
  });

  it('says what the answer does not cover', () => {
    show([jobsFrame(THREE, { coverage: { isCut: true, notice: 'Only 30 days are kept.' } })]);
    expect(screen.getByRole('note')).toHaveTextContent('Only 30 days are kept.');
  });
});

describe('viewer state', () => {
  it('sorts on the server by a click on a header, and turns round by another', async () => {
    const { user } = show();
    expect(screen.getByRole('columnheader', { name: /Time start/ })).toHaveAttribute('aria-sort', 'descending');
    await user.click(screen.getByRole('button', { name: 'Run' }));
    expect((await asked(1)).target).toMatchObject({
      sort: '-runMs',
      filters: TARGET.filters,
      datasource: TARGET.datasource,
    });
    await answer(jobsFrame([job({ id: 9, cmd: 'longest' })]));
    expect(commands()).toEqual(['longest']);
    expect(screen.getByRole('columnheader', { name: 'Run' })).toHaveAttribute('aria-sort', 'descending');
    await user.click(screen.getByRole('button', { name: 'Run' }));
    expect((await asked(2)).target.sort).toBe('runMs');
    expect(locationService.getSearch().get('p7.sort')).toBe('runMs');
  });

  it('filters a column by its short syntax, beside the conditions of the query', async () => {
    const { user } = show();
    await user.type(screen.getByLabelText('Filter Run'), '>5s{Enter}');
    expect((await asked(1)).target.typed?.filters).toEqual(['runMs|range|5001|']);
    expect(screen.getByRole('group', { name: 'Active filters' })).toHaveTextContent('Run >5s');
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(locationService.getSearch().has('p7.filter')).toBe(false);
    expect(commands()).toEqual(['echo', 'check_disks', 'slow']);
  });

  it('says what it expects of a filter it cannot read, and asks nothing', async () => {
    const { user } = show();
    await user.type(screen.getByLabelText('Filter Run'), 'fast{Enter}');
    expect(screen.getByLabelText('Filter Run')).toHaveAttribute('title', 'Expected a duration: >5s, <=2m or 1m..2m');
    expect(dataSource.asked).toHaveLength(0);
  });

  it('offers the values there are with their counts, and takes several', async () => {
    dataSource.values = [
      { value: 'ERROR', count: 1204 },
      { value: 'TIMEOUT', count: 7 },
    ];
    const { user } = show();
    await user.click(screen.getByLabelText('Filter State'));
    const error = await screen.findByRole('option', { name: /ERROR/ });
    expect(error).toHaveTextContent('1,204');
    await user.click(error);
    await user.click(screen.getByRole('option', { name: /TIMEOUT/ }));
    await waitFor(() => expect(dataSource.last.target.typed?.filters).toContain('state|in|ERROR|TIMEOUT'));
    expect(locationService.getSearch().getAll('p7.filter')).toEqual(['state|in|ERROR|TIMEOUT']);
  });

  it('searches when typing pauses, as one step of history', async () => {
    const { user } = show();
    await user.type(screen.getByLabelText('Search jobs'), 'disk');
    expect((await asked(1)).target.typed).toEqual({ search: 'disk', filters: [] });
    act(() => locationService.getHistory().goBack());
    expect(screen.getByLabelText('Search jobs')).toHaveValue('disk');
    await user.tab();
    expect(locationService.getSearch().has('p7.q')).toBe(true);
  });

  it('looks for a "$" that is typed, also among the suggestions, as for any other character', async () => {
    const { user } = show();
    await user.type(screen.getByLabelText('Filter Command'), '$queue{Enter}');
    expect((await asked(1)).target).toMatchObject({
      filters: TARGET.filters,
      typed: { search: '', filters: ['cmd|contains|$queue'] },
    });
    await user.type(screen.getByLabelText('Filter State'), '$');
    await waitFor(() =>
      expect(dataSource.valuesAsked.at(-1)).toEqual([
        'jobs',
        'state',
        '$',
        TARGET.filters,
        expect.anything(),
        ['cmd|contains|$queue'],
      ])
    );
  });

  it('walks the pages by cursors and knows the ends', async () => {
    const { user } = show([jobsFrame(THREE, { page: { next: 'c2' } })]);
    expect(screen.getByRole('button', { name: 'Previous page' })).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Next page' }));
    expect((await asked(1)).target).toMatchObject({ cursor: 'c2', at: undefined });
    await answer(
      jobsFrame([job({ id: 4 })], { total: { value: 26, relation: 'eq' }, page: { prev: 'c1', offset: 25 } })
    );
    expect(screen.getByRole('status')).toHaveTextContent('Showing 26 to 26 of 26 jobs');
    expect(screen.getByRole('button', { name: 'Last page' })).toBeDisabled();
    act(() => locationService.getHistory().goBack());
    expect(commands()).toEqual(['echo', 'check_disks', 'slow']);
  });

  it('jumps to the last page, and to the first when the page size changes', async () => {
    const { user } = show([jobsFrame(THREE, { page: { next: 'c2' } })]);
    await user.click(screen.getByRole('button', { name: 'Last page' }));
    expect((await asked(1)).target).toMatchObject({ at: 'last', cursor: undefined });
    await user.selectOptions(screen.getByLabelText('Records per page'), '100');
    expect((await asked(2)).target).toMatchObject({ at: undefined, limit: 100 });
  });

  it('is restored from the URL', async () => {
    locationService.push('/d/x?p7.filter=state%7C%3D%7CERROR&p7.sort=-runMs&p7.cursor=c9&p7.limit=10&p7.q=sdb');
    show();
    expect((await asked(1)).target).toMatchObject({
      filters: TARGET.filters,
      typed: { search: 'sdb', filters: ['state|=|ERROR'] },
      sort: '-runMs',
      cursor: 'c9',
      limit: 10,
    });
  });

  it('opens a link with the names that fields had once, on its page of the same list', async () => {
    locationService.push(
      '/d/x?p7.filter=run%7Crange%7C5000%7C&p7.filter=result%7Ccontains%7Cx&p7.sort=-wait&p7.cursor=c9'
    );
    show();
    expect((await asked(1)).target).toMatchObject({
      filters: TARGET.filters,
      typed: {
        filters: ['runMs|range|5000|', 'resultPreview|contains|x'],
      },
      sort: '-waitMs',
      cursor: 'c9',
    });
    expect(screen.getByRole('columnheader', { name: 'Wait' })).toHaveAttribute('aria-sort', 'descending');
    expect(screen.queryByRole('note')).not.toBeInTheDocument();
  });

  it("shows the order of a panel that was saved with a field's former name, and asks nothing anew for it", () => {
    show([jobsFrame(THREE)], { target: SAVED });
    expect(screen.getByRole('columnheader', { name: 'Run' })).toHaveAttribute('aria-sort', 'descending');
    expect(dataSource.asked).toHaveLength(0);
  });

  it("does not take another panel's state for its own", () => {
    locationService.push('/d/x?p71.sort=-runMs&p8.q=x');
    show();
    expect(dataSource.asked).toHaveLength(0);
  });
});

describe('answers', () => {
  it('keeps the old rows, dimmed, until the new ones are here', async () => {
    const { user } = show();
    await user.click(screen.getByRole('button', { name: 'Run' }));
    await asked(1);
    expect(commands()).toEqual(['echo', 'check_disks', 'slow']);
    expect(screen.getByRole('table')).toHaveAttribute('aria-busy', 'true');
  });

  it('cancels a question that is no longer wanted and never shows its answer', async () => {
    const { user } = show();
    await user.click(screen.getByRole('button', { name: 'Run' }));
    const first = await asked(1);
    await user.click(screen.getByRole('button', { name: 'Command' }));
    await asked(2);
    expect(first.isCancelled).toBe(true);
    await act(async () => first.answer(jobsFrame([job({ cmd: 'stale' })])));
    expect(commands()).not.toContain('stale');
  });

  it('shows an error with its message, and Retry asks again', async () => {
    const { user } = show();
    await user.click(screen.getByRole('button', { name: 'Run' }));
    await asked(1);
    await fail('The controller at http://c:4400 does not answer.');
    expect(screen.getByRole('alert')).toHaveTextContent('The controller at http://c:4400 does not answer.');
    expect(commands()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    await asked(2);
    await answer(jobsFrame([job({ cmd: 'back' })]));
    expect(commands()).toEqual(['back']);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('shows no row under a filter of the address that there is not, and why', async () => {
    locationService.push('/d/x?p7.filter=colour%7C%3D%7Cred&p7.sort=colour');
    const { user } = show();
    expect((await asked(1)).target.typed?.filters).toEqual(['colour|=|red']);
    await fail('Expected one of guid, id, state, got filter "colour|=|red".');
    expect(commands()).toEqual([]);
    expect(screen.getByRole('alert')).toHaveTextContent('Expected one of guid');
    expect(screen.getByRole('note')).toHaveTextContent('“sort=colour” in this address was left out');
    await user.click(screen.getByRole('button', { name: 'Remove filter: Unknown filter “colour = red”' }));
    expect(commands()).toEqual(['echo', 'check_disks', 'slow']);
  });

  it('asks the same page again on refresh, without dimming it', async () => {
    const { user, update } = show([jobsFrame(THREE, { page: { next: 'c2' } })]);
    await user.click(screen.getByRole('button', { name: 'Next page' }));
    await asked(1);
    await answer(jobsFrame([job({ id: 4, cmd: 'fourth' })], { page: { prev: 'c1' } }));
    update({ run: 2 });
    expect((await asked(2)).target.cursor).toBe('c2');
    expect(commands()).toEqual(['fourth']);
    await answer(jobsFrame([job({ id: 5, cmd: 'fifth' })], { page: { prev: 'c1' } }));
    expect(commands()).toEqual(['fifth']);
  });

  it('goes back to the first page when the time range becomes another', async () => {
    const { user, update } = show([jobsFrame(THREE, { page: { next: 'c2' } })]);
    await user.click(screen.getByRole('button', { name: 'Next page' }));
    await asked(1);
    update({ run: 2, range: { from: 'now-7d', to: 'now' } });
    await waitFor(() => expect(locationService.getSearch().has('p7.cursor')).toBe(false));
    expect(commands()).toEqual(['echo', 'check_disks', 'slow']);
  });
});

describe('an empty list', () => {
  it('offers to clear the filters that emptied it', async () => {
    locationService.push('/d/x?p7.q=nothing');
    const { user } = show();
    await asked(1);
    await answer(jobsFrame([]));
    expect(screen.getByText('No job matches')).toBeInTheDocument();
    await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[1] ?? document.body);
    expect(locationService.getSearch().has('p7.q')).toBe(false);
  });

  it('offers a wider time range', async () => {
    const { user } = show([jobsFrame([])]);
    expect(await screen.findByText('No jobs in this time range')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Last 7 days' }));
    expect(locationService.getSearch().get('from')).toBe('now-7d');
  });

  it('says when no agent has registered', async () => {
    dataSource.info = { nodes: 0, liveNodes: 0 };
    show([jobsFrame([])]);
    expect(await screen.findByText('No agent has registered yet')).toBeInTheDocument();
  });

  it('says which query it needs when it has another', () => {
    show([], { target: { refId: 'A', queryType: 'nodes' } });
    expect(screen.getByText(/needs a query of type “Jobs”/)).toBeInTheDocument();
    expect(screen.queryByLabelText('Search jobs')).not.toBeInTheDocument();
  });
});

describe('keyboard', () => {
  it('moves the selected row, and the focus to its link', async () => {
    const { user } = show();
    act(() => screen.getAllByTitle(/Open Job Details/)[0]?.focus());
    await user.keyboard('j{ArrowDown}k');
    const rows = screen.getAllByRole('row', { selected: true });
    expect(rows).toHaveLength(1);
    expect(within(rows[0] ?? document.body).getByText('echo')).toBeInTheDocument();
    await user.keyboard('{End}');
    expect(document.activeElement?.closest('[role=row]')).toHaveTextContent('slow');
    await waitFor(() => expect(locationService.getSearch().get('p7.row')).toBe('019a-0003'));
  });

  it('keeps the selection on its job when a refresh moves it', async () => {
    const { user, update } = show();
    act(() => screen.getAllByTitle(/Open Job Details/)[0]?.focus());
    await user.keyboard('{End}');
    update({ run: 2, series: [jobsFrame([job({ id: 0, cmd: 'new' }), ...THREE])] });
    expect(screen.getByRole('row', { selected: true })).toHaveTextContent('slow');
    expect(document.activeElement?.closest('[role=row]')).toHaveTextContent('slow');
  });

  it('focuses the search by /', async () => {
    const { user } = show();
    await user.keyboard('/');
    expect(screen.getByLabelText('Search jobs')).toHaveFocus();
  });
});

describe('a narrow panel', () => {
  it('shows cards instead of a table, with the same links', () => {
    show([jobsFrame(THREE)], { width: 400 });
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
    expect(screen.getAllByRole('listitem')).toHaveLength(3);
    expect(screen.getAllByTitle(/Open Job Details/)).toHaveLength(3);
  });
});
