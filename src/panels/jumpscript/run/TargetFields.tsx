import { Field, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { type Jumpscript } from '../toJumpscript';
import { type RunChoice } from './runRequest';
import { SelectField } from './SelectField';
import { useNodes } from './useNodes';

type Target = RunChoice['target'];

interface Props {
  dataSourceUid: string;
  target: Target;
  /** What runs there, and the roles it asks for. */
  jumpscript: Pick<Jumpscript, 'source' | 'gid' | 'roles'>;
  onChange: (target: Target) => void;
}

const KINDS: Array<{ value: Target['kind']; label: string }> = [
  { value: 'node', label: 'A node' },
  { value: 'first', label: 'First free node of a role' },
  { value: 'all', label: 'All nodes of a role' },
];
const EVERY_NODE = '*';

/** Where it runs: one node, whichever of a role is free, or all of a role. */
export function TargetFields({ dataSourceUid, target, jumpscript, onChange }: Props) {
  const { roles } = jumpscript;
  const nodes = useNodes(dataSourceUid, jumpscript);
  const known = [...new Set([...roles, ...nodes.flatMap((node) => node.roles)])].sort();
  const choose = (kind: Target['kind']) =>
    onChange(kind === 'node' ? { kind, nid: undefined } : { kind, role: roles[0] ?? EVERY_NODE });
  return (
    <>
      <Field label="On">
        <RadioButtonGroup options={KINDS} value={target.kind} onChange={choose} />
      </Field>
      {target.kind === 'node' ? (
        <SelectField
          id="run-node"
          label="Node"
          isRequired
          value={target.nid === undefined ? '' : String(target.nid)}
          onChange={(value) => onChange({ kind: 'node', nid: value === '' ? undefined : Number(value) })}
        >
          <option value="">choose one</option>
          {nodes.map(({ nid, name, isLive }) => (
            <option key={nid} value={nid}>{`${name} (id ${nid})${isLive ? '' : ', away'}`}</option>
          ))}
        </SelectField>
      ) : (
        <SelectField
          id="run-role"
          label="Role"
          value={target.role}
          onChange={(role) => onChange({ kind: target.kind, role })}
        >
          <option value={EVERY_NODE}>any node</option>
          {known.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </SelectField>
      )}
    </>
  );
}
