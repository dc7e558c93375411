import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, Input, useStyles2 } from '@grafana/ui';
import { type Condition, type FieldSpec } from '@openvcloud/contract/src/filter';
import React, { useId, useState, type KeyboardEvent } from 'react';
import { shortForms } from './conditionText';
import { SuggestionList } from './SuggestionList';
import { pickedValues } from './toggleValue';
import { useConditionInput } from './useConditionInput';
import { useSuggestions } from './useSuggestions';
import { type CompleteValues } from './valueCompletion';

interface Props {
  field: string;
  spec: FieldSpec;
  condition: Condition | undefined;
  onChange: (condition: Condition | undefined) => void;
  complete?: CompleteValues;
}

/** One column's filter: the short syntax as text, and the values there are with their counts to pick from. */
export function ConditionInput({ field, spec, condition, onChange, complete }: Props) {
  const styles = useStyles2(getStyles);
  const [anchor, setAnchor] = useState<HTMLDivElement | null>(null);
  const listId = useId();
  const input = useConditionInput(field, spec, condition, onChange);
  const canComplete = spec.isCompletable && complete !== undefined;
  const isOpen = canComplete && input.isOpen;
  const suggestions = useSuggestions(field, input.search, isOpen, complete);
  const { values } = suggestions;

  const keys: Record<string, () => void> = {
    Enter: () => {
      const active = values[input.active];
      active === undefined ? input.commit() : input.pick(active.value);
    },
    Escape: input.revert,
    ArrowDown: () => input.highlight(Math.min(input.active + 1, values.length - 1)),
    ArrowUp: () => input.highlight(Math.max(input.active - 1, -1)),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (act !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  };

  return (
    <div ref={setAnchor} className={styles.cell}>
      <Input
        value={input.text}
        placeholder={placeholderOf(spec)}
        aria-label={`Filter ${spec.label}`}
        title={input.expected === undefined ? hintOf(spec) : `Expected ${input.expected}`}
        invalid={input.expected !== undefined}
        aria-invalid={input.expected !== undefined}
        {...(canComplete ? comboboxOf(listId, isOpen, input.active) : {})}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => input.type(event.currentTarget.value)}
        onFocus={input.open}
        onClick={input.open}
        onBlur={() => {
          input.commit();
          input.close();
        }}
        onKeyDown={onKeyDown}
        suffix={
          condition !== undefined && (
            <IconButton name="times" size="sm" aria-label={`Clear filter ${spec.label}`} onClick={input.clear} />
          )
        }
      />
      {isOpen && anchor !== null && (
        <SuggestionList
          id={listId}
          anchor={anchor}
          label={spec.label}
          suggestions={suggestions}
          picked={pickedValues(condition)}
          active={input.active}
          onPick={input.pick}
        />
      )}
    </div>
  );
}

/** What an input says of the list of values below it. */
function comboboxOf(listId: string, isOpen: boolean, active: number) {
  return {
    role: 'combobox',
    'aria-expanded': isOpen,
    'aria-controls': isOpen ? listId : undefined,
    'aria-activedescendant': isOpen && active >= 0 ? `${listId}-${active}` : undefined,
    'aria-autocomplete': 'list' as const,
  };
}

function placeholderOf(spec: FieldSpec): string {
  if (spec.unit !== undefined) {
    return '>5s';
  }
  if (spec.kind === 'number') {
    return spec.isCompletable ? 'any' : '>5, 1..9';
  }
  return spec.isCompletable ? 'any' : 'contains';
}

function hintOf(spec: FieldSpec): string {
  if (spec.kind === 'number') {
    return spec.unit === undefined ? '3 · !3 · 1,2 · >5 · 1..9' : '>5s · <=2m · 1m..2m';
  }
  return shortForms(spec.kind).join(' · ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  cell: css({
    minWidth: 0,
    '& input': {
      height: 26,
      fontSize: theme.typography.bodySmall.fontSize,
      paddingLeft: theme.spacing(0.75),
      paddingRight: theme.spacing(0.5),
    },
    '& > div': { height: 26 },
  }),
});
