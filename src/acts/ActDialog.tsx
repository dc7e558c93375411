import { Alert, Button, Field, Input, Modal } from '@grafana/ui';
import React, { useState, type ReactNode } from 'react';
import { messageOf } from '../answer/errorOf';
import { JobText } from '../text/JobText';
import { newActKey } from './actRequests';

interface Props {
  title: string;
  /** What will be done, on the button: "Cancel 3 jobs". */
  verb: string;
  isDestructive?: boolean;
  /** What it is done to, in words and numbers. */
  children: ReactNode;
  /** Nothing can be confirmed yet, or any more. */
  isOff?: boolean;
  onConfirm: (reason: string, key: string) => Promise<void>;
  onClose: () => void;
}

/** Says what an act is about to do, asks why, and does it once: however often the button is pressed. */
export function ActDialog({ title, verb, isDestructive = false, children, isOff = false, onConfirm, onClose }: Props) {
  const [key] = useState(newActKey);
  const [reason, setReason] = useState('');
  const [isPending, setPending] = useState(false);
  const [fault, setFault] = useState('');
  const confirm = () => {
    setPending(true);
    setFault('');
    onConfirm(reason.trim(), key)
      .catch((error: unknown) => setFault(messageOf(error)))
      .finally(() => setPending(false));
  };
  return (
    <Modal title={title} isOpen onDismiss={onClose}>
      {children}
      <Field label="Reason" description="Optional; the audit trail has it beside your name." noMargin>
        <Input
          id="act-reason"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Field>
      {fault !== '' && (
        <Alert severity="error" title="Nothing was done">
          <JobText>{fault}</JobText>
        </Alert>
      )}
      <Modal.ButtonRow>
        <Button variant="secondary" fill="outline" onClick={onClose}>
          Leave it
        </Button>
        <Button variant={isDestructive ? 'destructive' : 'primary'} disabled={isOff || isPending} onClick={confirm}>
          {verb}
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}
