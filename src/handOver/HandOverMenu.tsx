import { store, type PanelData } from '@grafana/data';
import { config, locationService } from '@grafana/runtime';
import { Button, Dropdown, Menu } from '@grafana/ui';
import React from 'react';
import { readAskedList } from '../exportMenu/exportRequest';
import { exploreLink } from '../navigation/exploreLink';
import { alertRuleLink } from './alertRuleLink';
import { dashboardWithPanel, NEW_DASHBOARD, PANEL_KEY } from './newPanel';
import { queryOfList, type ShownList } from './shownList';

interface Props {
  /** As the frame of the shown page says it: the request that answered it. */
  executed: string | undefined;
  data: PanelData;
}

/** What is shown, with all its filters, taken to where Grafana goes on with it: a rule, a dashboard, Explore. */
export function HandOverMenu({ executed, data }: Props) {
  const list = shownList(executed, data);
  return list === undefined ? null : (
    <Dropdown overlay={<Items list={list} data={data} />} placement="top-end">
      <Button size="sm" variant="secondary" fill="outline" icon="bell">
        Use as
      </Button>
    </Dropdown>
  );
}

function Items({ list, data }: { list: ShownList; data: PanelData }) {
  const { timeRange, request } = data;
  const rule = () => alertRuleLink(list, timeRange, { ...request }, Date.now());
  const range = { from: timeRange.from.valueOf(), to: timeRange.to.valueOf() };
  const toDashboard = () => {
    store.setObject(PANEL_KEY, dashboardWithPanel(list, timeRange.raw));
    go(NEW_DASHBOARD);
  };
  return (
    <Menu ariaLabel="Use as">
      <Item label="Alert rule" needs="alert.rules:create" act="create alert rules" onClick={() => go(rule())} />
      <Item label="Panel of a new dashboard" needs="dashboards:create" act="create dashboards" onClick={toDashboard} />
      <Item
        label="Query in Explore"
        needs="datasources:explore"
        act="use Explore"
        onClick={() => go(exploreLink(list.dataSource, [list.query], range))}
      />
    </Menu>
  );
}

interface ItemProps {
  label: string;
  /** Grafana's permission for it, and what it allows. */
  needs: string;
  act: string;
  onClick: () => void;
}

/** Who may not is told so; Grafana's server decides in any case. */
function Item({ label, needs, act, onClick }: ItemProps) {
  const isAllowed = config.bootData?.user?.permissions?.[needs] === true;
  return isAllowed ? (
    <Menu.Item label={label} onClick={onClick} />
  ) : (
    <Menu.Item label={label} disabled description={`You may not ${act} here: ask an admin for ${needs}.`} />
  );
}

const go = (path: string) => locationService.push(path);

/** undefined: rows from elsewhere, or with a filter that no query can hold. */
function shownList(executed: string | undefined, { request }: PanelData): ShownList | undefined {
  const asked = readAskedList(executed);
  const query = asked === undefined ? undefined : queryOfList(asked);
  const { uid, type } = request?.targets[0]?.datasource ?? {};
  return query === undefined || uid === undefined || type === undefined
    ? undefined
    : { query, dataSource: { uid, type } };
}
