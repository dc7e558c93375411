import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Modal, useStyles2 } from '@grafana/ui';
import { type BulkAct } from '@openvcloud/contract';
import React from 'react';
import { JobText } from '../text/JobText';
import { ActDialog } from './ActDialog';
import { bulkVerb, countJobs, describeOutcomes, type BulkAction } from './bulkWords';
import { useBulkAct, type Bulk } from './useBulkAct';

interface Props {
  dataSourceUid: string;
  action: BulkAction;
  /** JSON: which jobs. */
  request: string;
  /** Which jobs, in words: "of the 3 selected". */
  of: string;
  /** It was confirmed, and goes on whether or not one looks. */
  onStart: () => void;
  onClose: () => void;
}

const TITLES: Readonly<Record<BulkAction, string>> = { cancel: 'Cancel jobs', rerun: 'Re-run jobs' };
const LEFT_OUT: Readonly<Record<BulkAction, string>> = {
  cancel: 'Jobs that have ended are left out.',
  rerun:
    'Jobs that have not ended are left out. Each runs again with its arguments, on its target, as its JumpScript is now.',
};

/** Counts the jobs first: the number that is confirmed is the number acted on, whatever matches by then. */
export function BulkActDialog({ dataSourceUid, action, request, of, onStart, onClose }: Props) {
  const bulk = useBulkAct(dataSourceUid, request);
  const { act, fault } = bulk;
  if (act !== undefined && act.state !== 'PREPARED') {
    return <Progress bulk={bulk} act={act} title={TITLES[action]} onClose={onClose} />;
  }
  return (
    <ActDialog
      title={TITLES[action]}
      verb={act === undefined ? 'Counting…' : bulkVerb(act.total, action)}
      isDestructive={action === 'cancel'}
      isOff={act === undefined}
      onConfirm={(reason, key) => bulk.start(reason, key).then(onStart)}
      onClose={onClose}
    >
      {fault === '' ? (
        <p role="status">
          {act === undefined ? 'Counting the jobs…' : `${countJobs(act.total)} ${of}. ${LEFT_OUT[action]}`}
        </p>
      ) : (
        <Alert severity="warning" title="Nothing can be done here">
          <JobText>{fault}</JobText>
        </Alert>
      )}
    </ActDialog>
  );
}

interface ProgressProps {
  bulk: Bulk;
  act: BulkAct;
  title: string;
  onClose: () => void;
}

const STATES = { PREPARED: 'Not started', RUNNING: 'Running', STOPPED: 'Stopped', DONE: 'Done' } as const;

function Progress({ bulk, act, title, onClose }: ProgressProps) {
  const styles = useStyles2(getStyles);
  const isRunning = act.state === 'RUNNING';
  return (
    <Modal title={title} isOpen onDismiss={onClose}>
      <p role="status">{`${STATES[act.state]}: ${act.done.toLocaleString()} of ${countJobs(act.total)}.`}</p>
      <progress className={styles.bar} value={act.done} max={act.total} aria-label="Jobs acted on" />
      <ul className={styles.outcomes}>
        {describeOutcomes(act).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {bulk.fault !== '' && (
        <Alert severity="warning" title="How far it is, is not known right now">
          <JobText>{bulk.fault}</JobText>
        </Alert>
      )}
      <Modal.ButtonRow>
        {isRunning && (
          <Button variant="destructive" icon="square-shape" onClick={() => void bulk.stop()}>
            Stop
          </Button>
        )}
        <Button variant="secondary" onClick={onClose}>
          {isRunning ? 'Close: it goes on' : 'Close'}
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ width: '100%', height: theme.spacing(1.5) }),
  outcomes: css({ margin: theme.spacing(1, 0), paddingLeft: theme.spacing(3) }),
});
