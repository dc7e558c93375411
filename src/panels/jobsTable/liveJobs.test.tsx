import { act, screen } from '@testing-library/react';
import { type LiveUpdate } from '../../liveQuery/liveUpdate';
import { askingPanel } from '../../testing/askingPanel';
import { JobsTablePanel } from './JobsTablePanel';
import { type JobsTableOptions } from './options';
import { AS_OF, job, jobsFrame } from './rows/jobsFrame.fixture';

const OPTIONS: JobsTableOptions = {
  columns: ['cmd', 'state'],
  pageSize: 0,
  showFilters: false,
  showSearch: false,
  live: true,
};
const TARGET = { refId: 'A', queryType: 'jobs', version: 2, limit: 25, datasource: { uid: 'openvcloud-jobs' } };
const running = (id: number) =>
  job({ id, cmd: `job ${id}`, state: 'RUNNING', nativeState: 'RUNNING', timeStop: null, runMs: null });
const ended = (id: number) => job({ id, cmd: `job ${id}` });
const created = (id: number) => ({ ...running(id), timeCreate: AS_OF });

const { dataSource, show, answer } = askingPanel({
  Panel: JobsTablePanel,
  options: OPTIONS,
  target: TARGET,
  address: '/d/openvcloud-jobs/jobs?from=now-6h&to=now',
});
const rows = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);
const LIVE: LiveUpdate = { type: 'state', state: 'live', continuity: '1' };
const tick = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
const say = (...updates: LiveUpdate[]) => act(async () => updates.forEach((update) => dataSource.say(update)));
const change = (...jobs: Array<ReturnType<typeof job>>) => say({ type: 'rows', frame: jobsFrame(jobs) });
const press = (name: string) => act(async () => screen.getByRole('button', { name }).click());

/** Two jobs that run, followed, and asked for once more since it began. */
async function live(run: Parameters<typeof show>[1] = {}) {
  jest.useFakeTimers();
  dataSource.followable();
  const panel = show([jobsFrame([running(2), running(1)])], run);
  await tick(0);
  await say(LIVE);
  await tick(0);
  await answer(jobsFrame([running(2), running(1)]));
  return panel;
}

describe('a table that follows', () => {
  it('asks once more when it begins: what happened in between is in no packet', async () => {
    await live();
    expect(dataSource.asked).toHaveLength(1);
    expect(screen.getByText('Live')).toBeInTheDocument();
  });

  it('changes a row in its place, and asks nothing for it', async () => {
    await live();
    const link = screen.getByText('job 1');
    link.focus();
    await change(ended(1));
    expect(rows()).toEqual([expect.stringMatching(/job 2.*RUNNING/), expect.stringMatching(/job 1.*OK/)]);
    expect(screen.getByText('job 1')).toBe(link);
    expect(link).toHaveFocus();
    await tick(5000);
    expect(dataSource.asked).toHaveLength(1);
  });

  it('asks for the page when a new job comes, once however many do, and shows no loading for it', async () => {
    await live();
    await change(created(3));
    await change(created(4), created(5));
    await tick(1000);
    expect(dataSource.asked).toHaveLength(2);
    expect(screen.queryByLabelText('Loading jobs')).not.toBeInTheDocument();
    await change(created(6));
    await tick(5000);
    expect(dataSource.asked).toHaveLength(2);
    await answer(jobsFrame([running(5), running(4), running(3), running(2), running(1)]));
    expect(rows()).toHaveLength(5);
    await tick(1000);
    expect(dataSource.asked).toHaveLength(3);
  });

  it('asks for the time range as of now', async () => {
    await live();
    expect(dataSource.last.request.range.to.valueOf()).toBe(Date.now());
  });

  it('never takes a job back to what it was before', async () => {
    await live();
    await change(ended(1));
    await change(running(1));
    expect(rows()[1]).toMatch(/OK/);
  });

  it('keeps what it knows while the panel’s own query runs again', async () => {
    const panel = await live();
    await change(created(3));
    await tick(1000);
    await answer(jobsFrame([running(3), running(2), running(1)]));
    panel.update({ run: 2, state: 'Loading' as never });
    await tick(0);
    expect(rows()).toHaveLength(3);
    panel.update({ run: 2, series: [jobsFrame([running(4), running(3), running(2), running(1)])] });
    await tick(0);
    expect(rows()).toHaveLength(4);
  });
});

describe('a table that is paused', () => {
  it('stays as it is, counts what changes, and is up to date when it goes on', async () => {
    const panel = await live();
    await press('Pause');
    expect(screen.getByText('Paused')).toBeInTheDocument();
    await change(ended(1), created(3));
    await change(created(3));
    panel.update({ run: 2, series: [jobsFrame([running(3), running(2), ended(1)])] });
    await tick(5000);
    expect(screen.getByText('2 new')).toBeInTheDocument();
    expect(rows()).toEqual([expect.stringMatching(/job 2.*RUNNING/), expect.stringMatching(/job 1.*RUNNING/)]);
    expect(dataSource.asked).toHaveLength(1);
    await press('Live');
    await tick(1000);
    await answer(jobsFrame([running(3), running(2), ended(1)]));
    expect(rows()).toHaveLength(3);
    expect(screen.getByText('Live')).toBeInTheDocument();
  });
});

describe('a table that cannot follow', () => {
  it('asks every five seconds, says so, and goes on when it can', async () => {
    await live();
    await say({ type: 'state', state: 'refused', continuity: '', message: 'Expected at most 50 open streams.' });
    expect(screen.getByText('Not live: asked for every 5 s')).toBeInTheDocument();
    await tick(5000);
    await tick(0);
    expect(dataSource.asked).toHaveLength(2);
    await answer(jobsFrame([running(2), ended(1)]));
    expect(rows()[1]).toMatch(/OK/);
    await tick(5000);
    await tick(0);
    expect(dataSource.asked).toHaveLength(3);
    await answer(jobsFrame([ended(2), ended(1)]));
    await say({ ...LIVE, continuity: '2' });
    await tick(1000);
    expect(dataSource.asked).toHaveLength(4);
    await answer(jobsFrame([ended(2), ended(1)]));
    await tick(20_000);
    expect(dataSource.asked).toHaveLength(4);
  });

  it.each([
    ['shows a time that is over', { range: { from: '2026-11-01', to: '2026-11-02' } }, true],
    ['was told not to', { options: { ...OPTIONS, live: false } }, true],
    ['is of a data source that cannot', {}, false],
  ])('since it %s has no control for it, and asks nothing', async (_, run, canFollow) => {
    jest.useFakeTimers();
    if (canFollow) {
      dataSource.followable();
    }
    show([jobsFrame([running(1)])], run);
    await tick(20_000);
    expect(dataSource.followed).toHaveLength(0);
    expect(screen.queryByRole('button', { name: 'Pause' })).not.toBeInTheDocument();
    expect(dataSource.asked).toHaveLength(0);
  });
});

describe('a page that nobody sees', () => {
  it('follows nothing, and asks when it is looked at again', async () => {
    const visibility = jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible');
    await live();
    visibility.mockReturnValue('hidden');
    await act(async () => document.dispatchEvent(new Event('visibilitychange')));
    expect(dataSource.followed).toHaveLength(0);
    await tick(60_000);
    expect(dataSource.asked).toHaveLength(1);
    visibility.mockReturnValue('visible');
    await act(async () => document.dispatchEvent(new Event('visibilitychange')));
    await tick(0);
    expect(dataSource.followed).toHaveLength(1);
    await say(LIVE);
    await tick(1000);
    expect(dataSource.asked).toHaveLength(2);
    visibility.mockRestore();
  });
});
