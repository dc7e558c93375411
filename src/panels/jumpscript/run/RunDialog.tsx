import { QUEUES } from '@openvcloud/contract/src/queueName';
import { Field, Input } from '@grafana/ui';
import React, { useState } from 'react';
import { ActDialog } from '../../../acts/ActDialog';
import { sendAct } from '../../../acts/actRequests';
import { JobText } from '../../../text/JobText';
import { type Jumpscript } from '../toJumpscript';
import { runFaults, runRequest, type RunChoice } from './runRequest';
import { SelectField } from './SelectField';
import { TargetFields } from './TargetFields';

interface Props {
  jumpscript: Jumpscript;
  dataSourceUid: string;
  onRun: (answer: unknown) => void;
  onClose: () => void;
}

/** The form of a run, made of action()'s own parameters. */
export function RunDialog({ jumpscript, dataSourceUid, onRun, onClose }: Props) {
  const { args: parameters, id, queue, timeoutSeconds } = jumpscript;
  const [choice, setChoice] = useState<RunChoice>({
    args: {},
    target: { kind: 'node', nid: undefined },
    queue: '',
    timeoutSeconds: '',
    tags: '',
  });
  const change = (changes: Partial<RunChoice>) => setChoice((before) => ({ ...before, ...changes }));
  const faults = runFaults(parameters, choice);
  const confirm = async (reason: string, key: string) => {
    onRun(await sendAct(dataSourceUid, 'run', { request: runRequest(jumpscript, choice), reason, key }));
    onClose();
  };
  return (
    <ActDialog title={`Run ${id}`} verb="Run" isOff={faults.length > 0} onConfirm={confirm} onClose={onClose}>
      {parameters.map(({ name, default: given }) => (
        <Field
          key={name}
          label={name}
          required={given === null}
          description={given === null ? 'JSON, or text' : `Default: ${given}`}
        >
          <Input
            id={`run-${name}`}
            placeholder={given ?? undefined}
            value={choice.args[name] ?? ''}
            onChange={({ currentTarget: { value } }) => change({ args: { ...choice.args, [name]: value } })}
          />
        </Field>
      ))}
      <TargetFields
        dataSourceUid={dataSourceUid}
        target={choice.target}
        jumpscript={jumpscript}
        onChange={(target) => change({ target })}
      />
      <SelectField id="run-queue" label="Queue" value={choice.queue} onChange={(value) => change({ queue: value })}>
        <option value="">{`as the JumpScript says: ${queue}`}</option>
        {QUEUES.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <Field label="Timeout in seconds">
        <Input
          id="run-timeout"
          type="number"
          placeholder={String(timeoutSeconds)}
          value={choice.timeoutSeconds}
          onChange={({ currentTarget: { value } }) => change({ timeoutSeconds: value })}
        />
      </Field>
      <Field label="Tags" description="Separated by commas">
        <Input id="run-tags" value={choice.tags} onChange={({ currentTarget: { value } }) => change({ tags: value })} />
      </Field>
      {faults.length > 0 && (
        <ul>
          {faults.map((fault) => (
            <li key={fault}>
              <JobText>{fault}</JobText>
            </li>
          ))}
        </ul>
      )}
    </ActDialog>
  );
}
