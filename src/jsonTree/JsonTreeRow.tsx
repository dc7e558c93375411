import { Icon, useStyles2 } from '@grafana/ui';
import React, { useState, type Dispatch } from 'react';
import { firstCharacters } from '../text/firstCharacters';
import { JobText } from '../text/JobText';
import { type JsonRow } from './flattenJson';
import { getTreeStyles } from './jsonTreeStyles';
import { type TreeAction } from './treeState';

/** A longer text is shown in part, until one asks for more; one text node of megabytes would stop the browser. */
const SHORT_TEXT = 500;
const LONG_TEXT = 50_000;

interface Props {
  id: string;
  row: JsonRow;
  isActive: boolean;
  search: string;
  dispatch: Dispatch<TreeAction>;
}

export function JsonTreeRow({ id, row, isActive, search, dispatch }: Props) {
  const styles = useStyles2(getTreeStyles);
  const isParent = row.size > 0;
  const onClick = () => dispatch({ type: isParent ? 'toggle' : 'activate', pointer: row.pointer });

  return (
    // The tree itself takes the keys (aria-activedescendant), as trees do.
    <div
      id={id}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-expanded={isParent ? row.isExpanded : undefined}
      aria-selected={isActive}
      tabIndex={-1}
      className={styles.row}
      style={{ paddingLeft: row.depth * 16 }}
      onClick={onClick}
    >
      <span className={styles.arrow}>{isParent && <Icon name={row.isExpanded ? 'angle-down' : 'angle-right'} />}</span>
      {row.name !== null && (
        <span className={typeof row.name === 'number' ? styles.index : styles.name}>
          <Marked text={String(row.name)} search={search} />:{' '}
        </span>
      )}
      <Value row={row} search={search} />
    </div>
  );
}

function Value({ row, search }: { row: JsonRow; search: string }) {
  const styles = useStyles2(getTreeStyles);
  if (row.kind === 'string') {
    return <StringValue text={String(row.value)} search={search} />;
  }
  if (row.kind === 'object' || row.kind === 'array') {
    const [open, close] = row.kind === 'array' ? ['[', ']'] : ['{', '}'];
    const entries = row.size === 1 ? '1 entry' : `${row.size.toLocaleString()} entries`;
    return (
      <span className={styles.summary}>
        {row.size === 0 ? `${open}${close}` : row.isExpanded ? open : `${open} ${entries} ${close}`}
      </span>
    );
  }
  return (
    <span className={row.kind === 'number' ? styles.number : styles.literal}>
      <Marked text={row.value === undefined ? 'null' : String(row.value)} search={search} />
    </span>
  );
}

function StringValue({ text, search }: { text: string; search: string }) {
  const styles = useStyles2(getTreeStyles);
  const [isLong, setIsLong] = useState(false);
  const shown = firstCharacters(text, isLong ? LONG_TEXT : SHORT_TEXT);
  return (
    <span className={styles.string}>
      &quot;
      <Marked text={shown} search={search} />
      {shown.length === text.length && '"'}
      {shown.length < text.length && (
        <button
          type="button"
          className={styles.more}
          disabled={isLong}
          onClick={(event) => {
            event.stopPropagation();
            setIsLong(true);
          }}
        >
          … {(text.length - shown.length).toLocaleString()} more{' '}
          {text.length - shown.length === 1 ? 'character' : 'characters'}
          {isLong && '; copy to see them'}
        </button>
      )}
    </span>
  );
}

function Marked({ text, search }: { text: string; search: string }) {
  const wanted = search.trim().toLowerCase();
  const lower = text.toLowerCase();
  // Lower case may differ in length (İ): then the place would lie, and nothing is marked.
  const at = wanted === '' || lower.length !== text.length ? -1 : lower.indexOf(wanted);
  if (at < 0) {
    return <JobText>{text}</JobText>;
  }
  return (
    <>
      <JobText>{text.slice(0, at)}</JobText>
      <mark>
        <JobText>{text.slice(at, at + wanted.length)}</JobText>
      </mark>
      <JobText>{text.slice(at + wanted.length)}</JobText>
    </>
  );
}
