import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, IconButton, useStyles2 } from '@grafana/ui';
import { splitCondition } from '@openvcloud/contract/src/condition';
import type { FieldSpec } from '@openvcloud/contract/src/filter';
import React from 'react';
import { fieldOf, type AddressFilters } from '../viewerState/readFilters';
import { JobText } from '../text/JobText';
import { visibleText } from '../text/visibleText';
import { describeCondition } from './describeCondition';

interface Props {
  filters: AddressFilters;
  fields: Readonly<Record<string, FieldSpec>>;
  search: string;
  onRemove: (field: string) => void;
  onClearSearch: () => void;
  onClearAll: () => void;
}

/** What narrows the list now, in words, each with its own way out. */
export function ActiveFilters({ filters, fields, search, onRemove, onClearSearch, onClearAll }: Props) {
  const styles = useStyles2(getStyles);
  const chips = filters.filters.flatMap((condition) => {
    const spec = fields[condition.field];
    return spec === undefined
      ? []
      : [{ text: describeCondition(condition, spec), remove: () => onRemove(condition.field) }];
  });
  for (const text of filters.unreadable) {
    const words = splitCondition(text).join(' ').trim();
    chips.push({ text: `Unknown filter “${words}”`, remove: () => onRemove(fieldOf(text)) });
  }
  if (search !== '') {
    chips.push({ text: `Search “${search}”`, remove: onClearSearch });
  }
  if (chips.length === 0) {
    return null;
  }
  return (
    <div className={styles.row} role="group" aria-label="Active filters">
      {chips.map(({ text, remove }) => (
        <span key={text} className={styles.chip} title={visibleText(text)}>
          <span className={styles.text}>
            <JobText>{text}</JobText>
          </span>
          <IconButton name="times" size="sm" aria-label={`Remove filter: ${visibleText(text)}`} onClick={remove} />
        </span>
      ))}
      <Button size="sm" fill="text" onClick={onClearAll}>
        Clear filters
      </Button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5), alignItems: 'center' }),
  chip: css({
    display: 'inline-flex',
    alignItems: 'center',
    maxWidth: 320,
    height: 24,
    padding: theme.spacing(0, 0.5, 0, 1),
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  text: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', marginRight: theme.spacing(0.5) }),
});
