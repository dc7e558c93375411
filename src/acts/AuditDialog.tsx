import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { Alert, LoadingPlaceholder, Modal, useStyles2 } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { messageOf } from '../answer/errorOf';
import { JobText } from '../text/JobText';
import { readAudit } from './actRequests';
import { type AuditRow } from './auditEvents';

interface Props {
  dataSourceUid: string;
  timeZone: TimeZone;
  /** Only what was done to this; absent: the newest of all. */
  target?: string;
  onClose: () => void;
}

const HEADINGS = ['Time', 'Who', 'What', 'To', 'Outcome', 'Reason'] as const;

/** Who did what, newest first: the controller's audit trail, for those who may act. */
export function AuditDialog({ dataSourceUid, timeZone, target, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const [rows, setRows] = useState<AuditRow[]>();
  const [fault, setFault] = useState('');
  useEffect(() => {
    let isCurrent = true;
    readAudit(dataSourceUid, target).then(
      (next) => isCurrent && setRows(next),
      (error: unknown) => isCurrent && setFault(messageOf(error))
    );
    return () => {
      isCurrent = false;
    };
  }, [dataSourceUid, target]);
  return (
    <Modal
      title={target === undefined ? 'Audit: the newest acts' : `Audit: acts on ${target}`}
      isOpen
      onDismiss={onClose}
    >
      {fault !== '' && (
        <Alert severity="error" title="The audit trail could not be read">
          <JobText>{fault}</JobText>
        </Alert>
      )}
      {rows === undefined && fault === '' && <LoadingPlaceholder text="Loading the audit trail…" />}
      {rows?.length === 0 && <p>Nobody has acted yet.</p>}
      {rows !== undefined && rows.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              {HEADINGS.map((heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} timeZone={timeZone} />
            ))}
          </tbody>
        </table>
      )}
    </Modal>
  );
}

function Row({ row, timeZone }: { row: AuditRow; timeZone: TimeZone }) {
  const { time, who, by, what, target, outcome, reason, details } = row;
  return (
    <tr>
      <td>{dateTimeFormat(time, { timeZone })}</td>
      <td title={by === '' ? undefined : `by the token ${by}`}>
        <JobText>{who}</JobText>
      </td>
      <td>{what}</td>
      <td>
        <JobText>{target}</JobText>
      </td>
      <td>
        <JobText>{[outcome, details].filter(Boolean).join(': ')}</JobText>
      </td>
      <td>
        <JobText>{reason}</JobText>
      </td>
    </tr>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    fontSize: theme.typography.bodySmall.fontSize,
    '& th, & td': {
      padding: theme.spacing(0.5, 1),
      textAlign: 'left',
      verticalAlign: 'top',
      overflowWrap: 'anywhere',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    '& td:first-child': { whiteSpace: 'nowrap' },
  }),
});
