import { css } from '@emotion/css';
import { CoreApp, type GrafanaTheme2, type PanelData } from '@grafana/data';
import { Button, Dropdown, Menu, useStyles2 } from '@grafana/ui';
import React from 'react';
import { absoluteTimeLink } from '../copy/absoluteTimeLink';
import { curlCommand, exportPath, readAskedList, type AskedList, type ExportChoice } from './exportRequest';
import { useExport, type Exporting } from './useExport';

interface Props {
  /** As the frame of the shown page says it: the request that answered it. */
  executed: string | undefined;
  data: PanelData;
}

interface Item extends ExportChoice {
  label: string;
}

const NOUNS = { jobs: 'job', logs: 'line' } as const;
const ITEMS: Readonly<Record<AskedList['of'], readonly Item[]>> = {
  jobs: [
    { label: 'All matching jobs as CSV', format: 'csv' },
    { label: 'All matching jobs as NDJSON', format: 'ndjson' },
    { label: 'The same with arguments, results and errors (NDJSON)', format: 'ndjson', details: true },
  ],
  logs: [
    { label: 'All matching lines as CSV', format: 'csv' },
    { label: 'All matching lines as NDJSON', format: 'ndjson' },
  ],
};
const WHOLE_LOG: readonly Item[] = [
  { label: 'The whole log of the job as CSV', format: 'csv', isWholeLog: true },
  { label: 'The whole log of the job as NDJSON', format: 'ndjson', isWholeLog: true },
];

/** Files of the whole list, its request, and a link that stays: whatever of it is on the page. */
export function ExportMenu({ executed, data }: Props) {
  const styles = useStyles2(getStyles);
  const list = readAskedList(executed);
  const exporting = useExport(data.request, NOUNS[list?.of ?? 'jobs']);
  const { state, cancel } = exporting;
  if (list === undefined) {
    return null;
  }
  return (
    <span className={styles.menu}>
      <span aria-live="polite" className={state.isWarning ? styles.warning : undefined}>
        {state.said}
      </span>
      {state.rows !== undefined && (
        <>
          {/* It changes several times a second: nothing to be read aloud. */}
          <span aria-hidden>{state.rows.toLocaleString()}</span>
          <Button size="sm" variant="secondary" fill="outline" icon="times" onClick={cancel}>
            Cancel export
          </Button>
        </>
      )}
      {/* It stays where it is while one is under way: the focus that the menu gives back to it must not be lost. */}
      <Dropdown overlay={<Items list={list} exporting={exporting} data={data} />} placement="top-end">
        <Button size="sm" variant="secondary" fill="outline" icon="download-alt">
          Export
        </Button>
      </Dropdown>
    </span>
  );
}

function Items({ list, exporting, data }: { list: AskedList; exporting: Exporting; data: PanelData }) {
  const { start, copy } = exporting;
  const items = [...ITEMS[list.of], ...(list.guid === undefined ? [] : WHOLE_LOG)];
  return (
    <Menu ariaLabel="Export">
      {items.map((item) => (
        <Menu.Item key={item.label} label={item.label} onClick={() => start(exportPath(list, item))} />
      ))}
      <Menu.Divider />
      <Menu.Item label="Copy as curl" icon="copy" onClick={() => copy(curlCommand(list), 'the curl command')} />
      {/* Explore keeps its times elsewhere, and has a button of its own for this. */}
      {data.request?.app !== CoreApp.Explore && (
        <Menu.Item
          label="Copy link with absolute time"
          icon="link"
          onClick={() => copy(absoluteTimeLink(window.location.href, data.timeRange), 'the link')}
        />
      )}
    </Menu>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  menu: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    fontVariantNumeric: 'tabular-nums',
  }),
  warning: css({ color: theme.colors.warning.text }),
});
