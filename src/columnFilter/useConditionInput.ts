import { type Condition, type FieldSpec } from '@openvcloud/contract/src/filter';
import { useReducer } from 'react';
import { readConditionText, writeConditionText } from './conditionText';
import { toggleValue } from './toggleValue';

interface Editing {
  /** What is being typed; undefined: the cell shows the condition in force. */
  draft?: string;
  isOpen: boolean;
  /** Highlighted suggestion, -1 for none. */
  active: number;
  /** What a valid condition would be, after a text that is none. */
  expected?: string;
}

const IDLE: Editing = { isOpen: false, active: -1 };

/** Typing, picking and leaving a filter cell. The condition in force belongs to the caller; this holds the draft. */
export function useConditionInput(
  field: string,
  spec: FieldSpec,
  condition: Condition | undefined,
  onChange: (condition: Condition | undefined) => void
) {
  const [editing, change] = useReducer((old: Editing, next: Partial<Editing>): Editing => ({ ...old, ...next }), IDLE);
  const inForce = condition === undefined ? '' : writeConditionText(condition, spec);
  const text = editing.draft ?? inForce;

  const commit = () => {
    const reading = readConditionText(text, field, spec);
    if (reading.kind === 'fault') {
      change({ expected: reading.expected, isOpen: false });
      return;
    }
    change(IDLE_DRAFT);
    const next = reading.kind === 'empty' ? undefined : reading.condition;
    if ((next === undefined ? '' : writeConditionText(next, spec)) !== inForce) {
      onChange(next);
    }
  };

  return {
    ...editing,
    text,
    /** What to complete: the value being typed, without its sign; nothing while the cell is only looked at. */
    search: editing.draft === undefined ? '' : (/([^,!=]*)$/.exec(editing.draft)?.[1]?.trim() ?? ''),
    commit,
    type: (draft: string) => change({ draft, expected: undefined, isOpen: true, active: -1 }),
    open: () => change({ isOpen: true }),
    close: () => change({ isOpen: false, active: -1 }),
    revert: () => change(IDLE_DRAFT),
    highlight: (active: number) => change({ active, isOpen: true }),
    clear: () => {
      change(IDLE_DRAFT);
      onChange(undefined);
    },
    pick: (value: string) => {
      change({ draft: undefined, expected: undefined });
      onChange(toggleValue(condition, field, value));
    },
  };
}

const IDLE_DRAFT: Editing = { ...IDLE, draft: undefined, expected: undefined };
