import { type DataFrame, type PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { act, render, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { type ComponentType } from 'react';
import { FakeDataSource } from './FakeDataSource';
import { giveLayout } from './layout';
import { panelRun, type PanelRun } from './panelRun';

interface AskingPanel<Options> {
  Panel: ComponentType<PanelProps<Options>>;
  options: Options;
  target: DataQuery;
  /** The page the panel is on, as each test begins. */
  address: string;
}

/**
 * A panel over a data source that answers when the test says so. Call it at the top of a test file: each test begins on
 * the same page, with nothing asked.
 */
export function askingPanel<Options>({ Panel, options, target, address }: AskingPanel<Options>) {
  type Change = Partial<PanelRun<Options>>;
  const dataSource = new FakeDataSource();
  // Roles are slow to find in jsdom on a busy machine.
  jest.setTimeout(30_000);
  giveLayout();
  beforeEach(() => {
    sessionStorage.clear();
    locationService.push(address);
    dataSource.reset();
    dataSource.install();
  });
  afterEach(() => jest.useRealTimers());

  return {
    dataSource,
    /** Shows the panel with the answer of its own query. */
    show: (series: DataFrame[], run: Change = {}) => {
      const element = (change: Change) => <Panel {...panelRun({ options, target, series, ...run, ...change })} />;
      const { rerender, unmount } = render(element({}));
      return { user: userEvent.setup({ delay: null }), unmount, update: (change: Change) => rerender(element(change)) };
    },
    /** The question that is the nth. */
    asked: async (count: number) => {
      await waitFor(() => expect(dataSource.asked).toHaveLength(count));
      return dataSource.last;
    },
    answer: (frame: DataFrame) => act(async () => dataSource.last.answer(frame)),
    fail: (message: string) => act(async () => dataSource.last.fail(message)),
  };
}
