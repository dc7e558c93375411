import { createDataFrame } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { act, screen } from '@testing-library/react';
import { askingPanel } from '../../testing/askingPanel';
import { JobLogsPanel } from './JobLogsPanel';
import { linesFrom, logsFrame } from './lines/logsFrame.fixture';
import { type JobLogsOptions } from './options';
import { type LogsTarget } from './window/logsTarget';

const OPTIONS: JobLogsOptions = { columns: ['time', 'level', 'appName', 'category', 'nodeName', 'job'], wrap: true };
const TARGET = { refId: 'A', queryType: 'logs', version: 2, guid: 'job-1', datasource: { uid: 'openvcloud-jobs' } };

const { dataSource, show, asked, answer } = askingPanel({
  Panel: JobLogsPanel,
  options: OPTIONS,
  target: TARGET,
  address: '/d/openvcloud-job/job-details?from=now-6h&to=now&var-guid=job-1',
});

describe('log lines', () => {
  it("shows the query's own answer without asking again", () => {
    show([logsFrame([{ seq: 1, level: 2, category: 'stderr', message: '<b>\u001b[31mdisk\u001b[0m</b>' }])]);
    expect(screen.getByText('2026-11-22 18:00:00.001')).toBeInTheDocument();
    expect(screen.getByTitle(/^Level 2: error/)).toHaveTextContent('error 2');
    expect(screen.getByText('<b>disk</b>')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'echo' })).toHaveAttribute(
      'href',
      expect.stringContaining('/d/openvcloud-job/job-details?from=now-6h&to=now&var-guid=job-1')
    );
    expect(screen.getByRole('status')).toHaveTextContent('1 line');
    expect(dataSource.asked).toHaveLength(0);
  });

  it('writes out what cannot be seen, and copies the line as it is', async () => {
    const { user } = show([logsFrame([{ seq: 1, message: 'exe\u202ecod.txt' }])]);
    expect(screen.getByText('⟨U+202E⟩')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Copy line' }));
    expect(await navigator.clipboard.readText()).toMatch(/: exe\u202ecod\.txt$/);
  });

  it('asks for the following page before the end is reached, and keeps what it has', async () => {
    show([logsFrame(linesFrom(1, 3), { total: 5, next: 'c4' })]);
    expect((await asked(1)).target).toMatchObject({ cursor: 'c4', guid: 'job-1', direction: 'forward' });
    await answer(logsFrame(linesFrom(4, 2), { total: 5, prev: 'p3' }));
    expect(screen.getByText('line 1')).toBeInTheDocument();
    expect(screen.getByText('line 5')).toBeInTheDocument();
    expect(screen.getByRole('status')).toHaveTextContent('5 lines');
  });

  it('asks for the preceding page when it begins at the end', async () => {
    locationService.push('/d/x?p7.at=last');
    show([logsFrame(linesFrom(1, 3), { next: 'c4' })]);
    expect((await asked(1)).target).toMatchObject({ at: 'last' });
    await answer(logsFrame(linesFrom(8, 2), { total: 9, prev: 'p8' }));
    expect((await asked(2)).target).toMatchObject({ cursor: 'p8', at: undefined });
  });

  it('says above them how many lines were left out', () => {
    show([logsFrame(linesFrom(1, 2), { notice: '12,000 of 12,002 lines were left out: more than a job may have.' })]);
    expect(screen.getByRole('note')).toHaveTextContent('12,000 of 12,002 lines were left out');
    expect(screen.getByText('line 1')).toBeInTheDocument();
  });

  it('adds new lines on refresh', async () => {
    const { update } = show([logsFrame(linesFrom(1, 2))]);
    update({ run: 2, series: [logsFrame(linesFrom(1, 4))] });
    expect(await screen.findByText('line 4')).toBeInTheDocument();
    expect(screen.getAllByText('line 1')).toHaveLength(1);
  });

  it("shows another job's lines when the dashboard's job changes", async () => {
    const { update } = show([logsFrame(linesFrom(1, 2))]);
    update({ run: 2, target: { ...TARGET, ...{ guid: 'job-2' } }, series: [logsFrame([])] });
    expect(await screen.findByText('This job wrote no log lines')).toBeInTheDocument();
    expect(screen.queryByText('line 1')).not.toBeInTheDocument();
  });

  it('shows an error, keeps its lines, and asks again for what is missing', async () => {
    const { user } = show([logsFrame(linesFrom(1, 3), { total: 5, next: 'c4' })]);
    await asked(1);
    await act(async () => dataSource.last.fail('The controller does not answer.'));
    expect(screen.getByRole('alert')).toHaveTextContent('The controller does not answer.');
    expect(screen.getByText('line 1')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect((await asked(2)).target.cursor).toBe('c4');
  });
});

describe('viewer state', () => {
  it('searches all lines on the server and marks the hits', async () => {
    const { user } = show([logsFrame(linesFrom(1, 3))]);
    await user.type(screen.getByLabelText('Search log lines'), 'LINE');
    expect((await asked(1)).target).toMatchObject({ typed: { search: 'LINE', filters: [] }, at: 'first' });
    await answer(logsFrame(linesFrom(2, 1)));
    expect(screen.getByText('line').tagName).toBe('MARK');
    expect(locationService.getSearch().get('p7.q')).toBe('LINE');
  });

  it('goes on with a search that ran out of time before it found a line', async () => {
    const { user } = show([logsFrame(linesFrom(1, 3))]);
    await user.type(screen.getByLabelText('Search log lines'), 'line 9');
    await asked(1);
    await answer(logsFrame([], { next: 'c500000' }));
    expect(screen.getByText('No line found yet')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Search on' }));
    expect((await asked(2)).target).toMatchObject({ typed: { search: 'line 9' }, cursor: 'c500000' });
    await answer(logsFrame(linesFrom(9, 1), { prev: 'p9' }));
    expect(screen.getByText('line 9')).toBeInTheDocument();
  });

  it('shows the levels down to the chosen one', async () => {
    const { user } = show([logsFrame(linesFrom(1, 3))]);
    await user.click(screen.getByRole('button', { name: 'Levels: All levels' }));
    await user.click(screen.getByRole('button', { name: 'Down to level 3' }));
    expect((await asked(1)).target.typed?.filters).toEqual(['level|range||4']);
  });

  it('turns the order round on the server', async () => {
    const { user } = show([logsFrame(linesFrom(1, 3))]);
    await user.click(screen.getByLabelText('Newest first'));
    expect((await asked(1)).target.direction).toBe('backward');
    expect(locationService.getSearch().get('p7.order')).toBe('newest');
  });

  it('opens at the page of the line a link leads to', async () => {
    locationService.push('/d/x?p7.line=job-1-8&p7.cursor=c8');
    show([logsFrame(linesFrom(1, 3))]);
    expect((await asked(1)).target.cursor).toBe('c8');
    await answer(logsFrame(linesFrom(8, 2)));
    expect(screen.getByRole('row', { selected: true })).toHaveTextContent('line 8');
  });

  it('copies a line as text and a link that leads to it', async () => {
    const { user } = show([logsFrame(linesFrom(1, 2))]);
    await user.click(screen.getAllByRole('button', { name: 'Copy line' })[1] ?? document.body);
    expect(await navigator.clipboard.readText()).toBe('2026-11-22T18:00:00.002Z 5 info node-1 echo stdout: line 2');
    await user.click(screen.getAllByRole('button', { name: 'Copy link to line' })[1] ?? document.body);
    expect(await navigator.clipboard.readText()).toContain('p7.line=job-1-2');
  });

  it('follows the log by itself', async () => {
    jest.useFakeTimers();
    locationService.push('/d/x?p7.follow=on');
    show([logsFrame(linesFrom(1, 2))]);
    await act(() => jest.advanceTimersByTimeAsync(2100));
    jest.useRealTimers();
    expect((await asked(1)).target).toMatchObject({ at: 'first', guid: 'job-1' });
    await answer(logsFrame(linesFrom(1, 3)));
    expect(screen.getByText('line 3')).toBeInTheDocument();
  });
});

describe('an empty log', () => {
  it('says that a filter emptied it, and offers to clear it', async () => {
    locationService.push('/d/x?p7.q=nothing');
    const { user } = show([logsFrame(linesFrom(1, 3))]);
    await asked(1);
    await answer(logsFrame([]));
    expect(screen.getByText('No line matches')).toBeInTheDocument();
    await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[1] ?? document.body);
    expect(await screen.findByText('line 1')).toBeInTheDocument();
  });

  it.each([
    [{ state: 'OK', log: true }, 'This job wrote no log lines'],
    [{ state: 'OK', log: false }, 'Logging is off for this job'],
    [{ state: 'RUNNING', log: true }, 'This job has written no log lines yet'],
    [{ state: 'SCHEDULED', log: true }, 'This job has not started'],
  ])('of a job that is %j says: %s', async ({ state, log }, title) => {
    show([logsFrame([])]);
    expect((await asked(1)).target).toMatchObject({ queryType: 'job', guid: 'job-1' });
    await answer(
      createDataFrame({
        fields: [
          { name: 'state', values: [state] },
          { name: 'log', values: [log] },
        ],
      })
    );
    expect(screen.getByText(title)).toBeInTheDocument();
  });

  it('where no job is chosen says so, and asks for none', async () => {
    const target: LogsTarget = { ...TARGET, guid: ' ' };
    show([], { target });
    expect(screen.getByText('No job is chosen')).toBeInTheDocument();
    expect(screen.queryByText(/wrote no log lines/)).not.toBeInTheDocument();
    expect(dataSource.asked).toHaveLength(0);
  });

  it('of a job whose lines were all left out says so, not that there were none', async () => {
    show([logsFrame([])]);
    await asked(1);
    const values = { state: 'OK', log: true, logLines: 0, droppedLines: 20_000, droppedBecause: 'SPOOL_FULL' };
    const fields = Object.entries(values).map(([name, value]) => ({ name, values: [value] }));
    await answer(createDataFrame({ fields }));
    expect(screen.getByText('No log line of this job could be kept')).toBeInTheDocument();
    expect(screen.getByText(/^20,000 of 20,000 lines were left out: no room on the node's disk/)).toBeInTheDocument();
  });
});
