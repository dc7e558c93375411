import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { getCellStyles } from './cell';

/** There is no value (yet). */
export function Nothing() {
  const styles = useStyles2(getCellStyles);
  return <span className={styles.weak}>–</span>;
}
