import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { getCellStyles, type CellProps } from './cell';

/** The organization, and beside it the category that the column does not have to itself. */
export function OrganizationCell({ row: { organization, category } }: CellProps) {
  const styles = useStyles2(getCellStyles);
  return (
    <span title={[organization, category].filter(Boolean).join(' / ')}>
      {organization}
      {category !== '' && category !== organization && <span className={styles.weak}> {category}</span>}
    </span>
  );
}
