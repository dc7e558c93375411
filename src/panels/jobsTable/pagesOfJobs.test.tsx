import { LoadingState } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { askingPanel } from '../../testing/askingPanel';
import { job, jobsFrame } from './rows/jobsFrame.fixture';
import { JobsTablePanel } from './JobsTablePanel';
import { type JobsTableOptions } from './options';

const OPTIONS: JobsTableOptions = {
  columns: ['timeStart', 'cmd', 'state'],
  pageSize: 0,
  showFilters: false,
  showSearch: false,
  live: true,
};
const TARGET = { refId: 'A', queryType: 'jobs', version: 2, limit: 25, datasource: { uid: 'openvcloud-jobs' } };
const jobs = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => job({ id: first + index, cmd: `job ${first + index}` }));

const { dataSource, show, asked, answer } = askingPanel({
  Panel: JobsTablePanel,
  options: OPTIONS,
  target: TARGET,
  address: '/d/openvcloud-jobs/jobs?from=now-6h&to=now',
});
const commands = () => screen.queryAllByTitle(/^JumpScript /).map(({ textContent }) => textContent);
const button = (name: string) => screen.getByRole('button', { name });
const param = (name: string) => locationService.getSearch().get(`p7.${name}`);

describe('pages', () => {
  const total = (value: number) => ({ value, relation: 'eq' as const });

  it('of a total that is a multiple of the page size end with a full one', async () => {
    const { user } = show([jobsFrame(jobs(1, 25), { total: total(50), page: { next: 'c2' } })]);
    expect(screen.getByText('Page 1 of 2')).toBeInTheDocument();
    await user.click(button('Last page'));
    expect((await asked(1)).target).toMatchObject({ at: 'last', cursor: undefined, limit: 25 });
    await answer(jobsFrame(jobs(26, 25), { total: total(50), page: { prev: 'c1', offset: 25 } }));
    expect(screen.getByRole('status')).toHaveTextContent('Showing 26 to 50 of 50 jobs');
    expect(screen.getByText('Page 2 of 2')).toBeInTheDocument();
    expect(button('Next page')).toBeDisabled();
    expect(button('Last page')).toBeDisabled();
    expect(commands()[0]).toBe('job 26');
  });

  it('of one full page have no way on', () => {
    show([jobsFrame(jobs(1, 25), { total: total(25) })]);
    expect(screen.getByText('Page 1 of 1')).toBeInTheDocument();
    for (const name of ['First page', 'Previous page', 'Next page', 'Last page']) {
      expect(button(name)).toBeDisabled();
    }
  });

  it('are walked to the end and back, by the cursors of the answers', async () => {
    const { user } = show([jobsFrame(jobs(1, 1), { page: { next: 'c2' } })]);
    await user.click(button('Next page'));
    await asked(1);
    await answer(jobsFrame(jobs(2, 1), { page: { next: 'c3', prev: 'c1' } }));
    await user.click(button('Next page'));
    expect((await asked(2)).target.cursor).toBe('c3');
    await answer(jobsFrame(jobs(3, 1), { page: { prev: 'c2b' } }));
    await user.click(button('Previous page'));
    expect((await asked(3)).target.cursor).toBe('c2b');
    await answer(jobsFrame(jobs(2, 1), { page: { next: 'c3', prev: 'c1' } }));
    await user.click(button('First page'));
    expect(commands()).toEqual(['job 1']);
    expect(param('cursor')).toBeNull();
    act(() => locationService.getHistory().goBack());
    expect(param('cursor')).toBe('c2b');
  });

  it('that have run empty say so, and lead to the first', async () => {
    locationService.push('/d/x?p7.cursor=c9');
    const { user } = show([jobsFrame(jobs(1, 2))]);
    await asked(1);
    await answer(jobsFrame([], { total: total(2), page: { prev: 'c8', offset: null } }));
    expect(screen.getByText('This page is empty')).toBeInTheDocument();
    expect(screen.getByRole('status')).toHaveTextContent('No jobs on this page of 2 jobs');
    await user.click(screen.getAllByRole('button', { name: 'First page' })[0] ?? document.body);
    expect(commands()).toEqual(['job 1', 'job 2']);
  });

  it('begin anew when another filter, sort or size is chosen', async () => {
    locationService.push('/d/x?p7.cursor=c9');
    const { user } = show([jobsFrame(jobs(1, 2))]);
    await asked(1);
    await user.click(screen.getByRole('button', { name: 'Command' }));
    expect((await asked(2)).target).toMatchObject({ sort: 'cmd', cursor: undefined });
  });

  it('offer the sizes there are, and those of the panel and the address', () => {
    locationService.push('/d/x?p7.limit=33');
    show([jobsFrame(jobs(1, 1))], { options: { ...OPTIONS, pageSize: 7 } });
    const sizes = within(screen.getByLabelText('Records per page')).getAllByRole('option');
    expect(sizes.map(({ textContent }) => textContent)).toEqual(['7', '10', '25', '33', '50', '100', '500']);
    expect(screen.getByLabelText('Records per page')).toHaveValue('33');
  });

  it('keep their place when the dashboard’s time moves on, and begin anew with other variables', async () => {
    locationService.push('/d/x?p7.cursor=c9');
    const { update } = show([jobsFrame(jobs(1, 2))]);
    await asked(1);
    update({ run: 2 });
    await asked(2);
    expect(param('cursor')).toBe('c9');
    const filters = [{ field: 'queue', operator: '=', values: ['io'] }];
    update({ run: 3, target: { ...TARGET, ...{ filters } } });
    await waitFor(() => expect(param('cursor')).toBeNull());
  });
});

describe('an address', () => {
  it.each(['-args', 'guid', '-colour', '--cmd', 'constructor'])(
    'with the sort %s, by which nothing can be sorted, asks nothing and shows the list as it is',
    async (sort) => {
      locationService.push(`/d/x?p7.sort=${sort}`);
      show([jobsFrame(jobs(1, 2))]);
      await act(async () => undefined);
      expect(dataSource.asked).toHaveLength(0);
      expect(commands()).toEqual(['job 1', 'job 2']);
      expect(screen.getByRole('columnheader', { name: /Time start/ })).toHaveAttribute('aria-sort', 'descending');
    }
  );

  it('with a page size that the controller would refuse asks nothing', async () => {
    locationService.push('/d/x?p7.limit=1001');
    show([jobsFrame(jobs(1, 2))]);
    await act(async () => undefined);
    expect(dataSource.asked).toHaveLength(0);
    expect(screen.getByLabelText('Records per page')).toHaveValue('25');
  });

  it('that leads to a row selects it', () => {
    locationService.push('/d/x?p7.row=019a-0002');
    show([jobsFrame(jobs(1, 3))]);
    expect(screen.getByRole('row', { selected: true })).toHaveTextContent('job 2');
  });
});

describe("the panel's own query", () => {
  it('that failed is asked again by Retry', async () => {
    const { user } = show([], { state: LoadingState.Error, error: 'The controller does not answer.' });
    expect(screen.getByRole('alert')).toHaveTextContent('The controller does not answer.');
    expect(screen.queryByText('No jobs in this time range')).not.toBeInTheDocument();
    await user.click(button('Retry'));
    expect((await asked(1)).target).toMatchObject(TARGET);
    await answer(jobsFrame(jobs(1, 2)));
    expect(commands()).toEqual(['job 1', 'job 2']);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('that was not answered yet says so', () => {
    show([], { state: LoadingState.Loading });
    expect(screen.getByText('Loading jobs…')).toBeInTheDocument();
    expect(screen.queryByText('No jobs in this time range')).not.toBeInTheDocument();
  });
});

describe('selection', () => {
  const selected = () => screen.queryByRole('row', { selected: true });
  const focusFirst = () => act(() => screen.getAllByTitle(/Open Job Details/)[0]?.focus());
  /** Fake time makes the pause a fact; keys are fired at the focus, as a keyboard does. */
  function press(...keys: string[]) {
    keys.forEach((key) => fireEvent.keyDown(document.activeElement ?? document.body, { key }));
  }
  const pause = (ms: number) => act(() => jest.advanceTimersByTime(ms));

  it('is written into the address when moving pauses, without a step of history', () => {
    jest.useFakeTimers();
    show([jobsFrame(jobs(1, 5))]);
    const steps = locationService.getHistory().length;
    focusFirst();
    press('ArrowDown', 'j');
    pause(399);
    press('ArrowDown');
    pause(399);
    expect(param('row')).toBeNull();
    pause(1);
    expect(param('row')).toBe('019a-0003');
    expect(locationService.getHistory()).toHaveLength(steps);
  });

  it.each([
    [['ArrowDown'], 'job 1'],
    [['ArrowDown', 'ArrowDown'], 'job 2'],
    [['End', 'k'], 'job 29'],
    [['End', 'j', 'ArrowDown'], 'job 30'],
    [['j', 'ArrowUp', 'ArrowUp'], 'job 1'],
    [['End', 'Home'], 'job 1'],
    [['Home', 'PageDown'], 'job 17'],
    [['Home', 'PageDown', 'PageDown'], 'job 30'],
    [['Home', 'PageDown', 'PageUp'], 'job 1'],
  ])('goes by %j to %s, and the focus with it', (keys, command) => {
    show([jobsFrame(jobs(1, 30))]);
    focusFirst();
    press(...keys);
    expect(within(selected() ?? document.body).getByTitle(/^JumpScript /)).toHaveTextContent(command);
    expect(selected()).toContainElement(document.activeElement as HTMLElement);
  });

  it.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }])(
    'leaves keys with %j to the browser',
    (modifier) => {
      show([jobsFrame(jobs(1, 3))]);
      focusFirst();
      expect(fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown', ...modifier })).toBe(true);
      expect(selected()).toBeNull();
    }
  );

  it('leaves keys that are typed, and keys it does not know', () => {
    show([jobsFrame(jobs(1, 3))], { options: { ...OPTIONS, showFilters: true } });
    fireEvent.keyDown(screen.getByLabelText('Filter Command'), { key: 'j' });
    expect(selected()).toBeNull();
    focusFirst();
    expect(fireEvent.keyDown(document.activeElement ?? document.body, { key: 'x' })).toBe(true);
    expect(selected()).toBeNull();
  });

  it('is made by a click on a row, and stays when a refresh moves its job', async () => {
    const { user, update } = show([jobsFrame(jobs(1, 3))]);
    await user.click(screen.getByText('job 2').closest('[role=row]') ?? document.body);
    expect(selected()).toHaveTextContent('job 2');
    update({ run: 2, series: [jobsFrame([job({ id: 9, cmd: 'new' }), ...jobs(1, 3)])] });
    expect(selected()).toHaveTextContent('job 2');
  });

  it('is remembered at once by a link that is followed, so that Back finds the row', async () => {
    const { user } = show([jobsFrame(jobs(1, 3))]);
    const link = screen.getAllByTitle(/Open Job Details/)[1] ?? document.body;
    link.addEventListener('click', (event) => event.preventDefault());
    await user.click(link);
    expect(param('row')).toBe('019a-0002');
  });

  it('of the address comes before what was selected earlier: Back leads to its row', () => {
    jest.useFakeTimers();
    locationService.push('/d/x?p7.row=019a-0001');
    show([jobsFrame(jobs(1, 3))]);
    focusFirst();
    press('End');
    pause(400);
    expect(selected()).toHaveTextContent('job 3');
    act(() => locationService.partial({ 'p7.row': '019a-0002' }));
    expect(selected()).toHaveTextContent('job 2');
  });

  it('is one stop for the Tab key: the selected row, or else the first', () => {
    show([jobsFrame(jobs(1, 3))]);
    const stops = () => screen.getAllByTitle(/Open Job Details/).map((link) => link.tabIndex);
    expect(stops()).toEqual([0, -1, -1]);
    focusFirst();
    press('End');
    expect(stops()).toEqual([-1, -1, 0]);
  });

  it('tells a screen reader where in the whole list a row is', () => {
    show([jobsFrame(jobs(1, 2), { total: { value: 60, relation: 'eq' }, page: { offset: 25 } })]);
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '86');
    expect(screen.getByText('job 1').closest('[role=row]')).toHaveAttribute('aria-rowindex', '27');
  });
});

describe('the scroll position', () => {
  const scroller = () => screen.getByRole('table');
  function scrollTo(top: number) {
    scroller().scrollTop = top;
    fireEvent.scroll(scroller());
  }
  beforeEach(() => {
    // jsdom lays nothing out, and has no scrollTo.
    jest.spyOn(Element.prototype, 'scrollHeight', 'get').mockReturnValue(3434);
    Element.prototype.scrollTo = jest.fn(function (this: Element, options?: ScrollToOptions | number) {
      if (typeof options === 'object') {
        this.scrollTop = options.top ?? 0;
      }
    });
  });

  it('is found again when one comes back, and not by a link to the same list', async () => {
    const { unmount } = show([jobsFrame(jobs(1, 100))]);
    scrollTo(340);
    unmount();
    act(() => locationService.push('/d/elsewhere'));
    act(() => locationService.getHistory().goBack());
    const back = show([jobsFrame(jobs(1, 100))]);
    await waitFor(() => expect(scroller().scrollTop).toBe(340));
    back.unmount();
    act(() => locationService.push('/d/elsewhere'));
    act(() => locationService.push('/d/openvcloud-jobs/jobs?from=now-6h&to=now'));
    show([jobsFrame(jobs(1, 100))]);
    await act(async () => undefined);
    expect(scroller().scrollTop).toBe(0);
  });

  it('is the top of another page', async () => {
    const { user } = show([jobsFrame(jobs(1, 100), { page: { next: 'c2' } })]);
    scrollTo(340);
    await user.click(button('Next page'));
    await asked(1);
    expect(scroller().scrollTop).toBe(340);
    await answer(jobsFrame(jobs(101, 100), { page: { prev: 'c1' } }));
    await waitFor(() => expect(scroller().scrollTop).toBe(0));
  });
});
