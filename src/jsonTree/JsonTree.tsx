import { ClipboardButton, IconButton, Input, Stack, Text, useStyles2 } from '@grafana/ui';
import React, { useId, useMemo, useReducer, type KeyboardEvent } from 'react';
import { writeJson } from '../exactJson/writeJson';
import { EmptyList } from '../emptyList/EmptyList';
import { VirtualRows } from '../virtualRows/VirtualRows';
import { describeSize } from './describeSize';
import { entriesOf, flattenJson, isContainer, openDepth } from './flattenJson';
import { getTreeStyles } from './jsonTreeStyles';
import { JsonTreeRow } from './JsonTreeRow';
import { MAX_MATCHES, searchJson } from './searchJson';
import { actionForKey, changeTree, startTree } from './treeState';

/** Deeper than any JSON a job returns: "open all". */
const ALL_LEVELS = 1000;

interface Props {
  value: unknown;
  /** What it is, for screen readers: "Result". */
  label: string;
  maxHeight: number;
}

/** JSON to look at: folded, searched and copied; any size. Give it a `key` of what it shows, so that a new value starts afresh. */
export function JsonTree({ value, label, maxHeight }: Props) {
  const styles = useStyles2(getTreeStyles);
  const id = useId();
  const [state, dispatch] = useReducer(changeTree, value, (first) => startTree(openDepth(first)));
  const rows = useMemo(() => flattenJson(value, state.expansion), [value, state.expansion]);
  const matches = useMemo(() => searchJson(value, state.search), [value, state.search]);
  const active = rows.findIndex((row) => row.pointer === state.active);
  const isFoldable = entriesOf(value).length > 0;

  const onKeyDown = (event: KeyboardEvent) => {
    const action = actionForKey(event.key, rows, state.active);
    if (action !== null) {
      event.preventDefault();
      dispatch(action);
    }
  };
  const search = (text: string) => dispatch({ type: 'search', text, matches: searchJson(value, text) });
  const step = (by: 1 | -1) => dispatch({ type: 'step', by, matches });

  if (value === null || value === undefined) {
    return <Text color="secondary">none</Text>;
  }
  if (isContainer(value) && !isFoldable) {
    return (
      <Text color="secondary" variant="code">
        {JSON.stringify(value)}
      </Text>
    );
  }
  return (
    <div className={styles.frame}>
      <Stack wrap="wrap" gap={1} alignItems="center" justifyContent="space-between">
        <Text color="secondary" variant="bodySmall">
          {describeSize(value)}
        </Text>
        <Stack gap={0.5} alignItems="center" wrap="wrap">
          {isFoldable && (
            <>
              <Input
                aria-label={`Search in ${label}`}
                placeholder="Search"
                width={20}
                value={state.search}
                onChange={(event) => search(event.currentTarget.value)}
                onKeyDown={(event) => event.key === 'Enter' && step(event.shiftKey ? -1 : 1)}
                suffix={state.search === '' ? undefined : matchText(state.match, matches.length)}
              />
              <IconButton
                name="arrow-up"
                tooltip="Previous match"
                disabled={matches.length === 0}
                onClick={() => step(-1)}
              />
              <IconButton
                name="arrow-down"
                tooltip="Next match"
                disabled={matches.length === 0}
                onClick={() => step(1)}
              />
              <IconButton
                name="angle-double-down"
                tooltip="Open all"
                onClick={() => dispatch({ type: 'openLevels', depth: ALL_LEVELS })}
              />
              <IconButton
                name="angle-double-right"
                tooltip="Close all"
                onClick={() => dispatch({ type: 'openLevels', depth: 1 })}
              />
            </>
          )}
          <ClipboardButton size="sm" variant="secondary" fill="text" icon="copy" getText={() => writeJson(value, 2)}>
            Copy
          </ClipboardButton>
        </Stack>
      </Stack>
      {state.search !== '' && matches.length === 0 && (
        <EmptyList
          title={`Nothing in ${label} contains "${state.search}"`}
          text="Search for less of the text, or clear the search."
        />
      )}
      <VirtualRows
        role="tree"
        aria-label={label}
        aria-activedescendant={active < 0 ? undefined : `${id}-${active}`}
        tabIndex={0}
        className={styles.tree}
        count={rows.length}
        rowHeight={22}
        maxHeight={maxHeight}
        revealed={active < 0 ? undefined : active}
        onKeyDown={onKeyDown}
        renderRow={(index) => {
          const row = rows[index];
          return (
            row && (
              <JsonTreeRow
                id={`${id}-${index}`}
                row={row}
                isActive={index === active}
                search={state.search}
                dispatch={dispatch}
              />
            )
          );
        }}
      />
    </div>
  );
}

function matchText(match: number, count: number): string {
  const total = count >= MAX_MATCHES ? `${MAX_MATCHES.toLocaleString()}+` : count.toLocaleString();
  return count === 0 ? 'none' : `${match + 1} of ${total}`;
}
