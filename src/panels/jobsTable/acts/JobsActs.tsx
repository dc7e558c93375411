import { type TimeZone } from '@grafana/schema';
import { Button, Dropdown, Menu } from '@grafana/ui';
import React, { useState } from 'react';
import { AuditDialog } from '../../../acts/AuditDialog';
import { ActButton } from '../../../acts/ActButton';
import { BulkActDialog } from '../../../acts/BulkActDialog';
import { type BulkAction } from '../../../acts/bulkWords';
import { type Acts } from '../../../acts/useActs';
import { readAskedList } from '../../../exportMenu/exportRequest';
import { type MarkedJobs } from '../list/useMarkedJobs';
import { requestOfGuids, requestOfList } from './bulkRequest';

interface Props {
  /** Undefined: none are offered. */
  acts: Acts | undefined;
  marked: MarkedJobs;
  timeZone: TimeZone;
  /** The list as the controller was asked for it. */
  executed: string | undefined;
}

interface Chosen {
  action: BulkAction;
  request: string;
  of: string;
}

const VERBS: ReadonlyArray<[BulkAction, string]> = [
  ['rerun', 'Re-run'],
  ['cancel', 'Cancel'],
];

/** Acts on the marked jobs, or on all that match. */
export function JobsActs({ acts, marked, executed, timeZone }: Props) {
  const [chosen, setChosen] = useState<Chosen>();
  const [isAuditing, setAuditing] = useState(false);
  if (acts === undefined) {
    return null;
  }
  if (!acts.mayAct) {
    return (
      <ActButton acts={acts} fill="outline" icon="bolt">
        Act on jobs
      </ActButton>
    );
  }
  const count = marked.guids.length;
  const list = readAskedList(executed);
  const items = (
    <Menu>
      {VERBS.map(([action, verb]) => (
        <Menu.Item
          key={action}
          label={count === 0 ? `${verb} marked jobs` : `${verb} ${count} marked…`}
          description={count === 0 ? 'Mark jobs with their boxes, or with x' : undefined}
          disabled={count === 0}
          onClick={() => setChosen({ action, request: requestOfGuids(action, marked.guids), of: 'of the marked ones' })}
        />
      ))}
      <Menu.Divider />
      {VERBS.map(([action, verb]) => {
        const request = requestOfList(action, list);
        return (
          <Menu.Item
            key={action}
            label={`${verb} all that match…`}
            description={request === undefined ? 'Filter or search first' : undefined}
            disabled={request === undefined}
            onClick={() => request !== undefined && setChosen({ action, request, of: 'that match' })}
          />
        );
      })}
      <Menu.Divider />
      <Menu.Item label="Audit: who did what" icon="history" onClick={() => setAuditing(true)} />
      {count > 0 && <Menu.Item label="Unmark all" icon="times" onClick={marked.clear} />}
    </Menu>
  );
  return (
    <>
      <Dropdown overlay={items} placement="top-end">
        <Button size="sm" variant="secondary" fill="outline" icon="bolt">
          {count === 0 ? 'Act on jobs' : `Act on ${count} marked`}
        </Button>
      </Dropdown>
      {isAuditing && (
        <AuditDialog dataSourceUid={acts.dataSourceUid} timeZone={timeZone} onClose={() => setAuditing(false)} />
      )}
      {chosen !== undefined && (
        <BulkActDialog
          dataSourceUid={acts.dataSourceUid}
          {...chosen}
          onStart={marked.clear}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
}
