import { Alert } from '@grafana/ui';
import React from 'react';

/** Leads alert rules from counts over time to numbers. */
export function FractionWarning() {
  return (
    <Alert severity="warning" title="A rule sees a fraction of these counts">
      Of a time series a rule takes one interval, and the last one is not over. Choose the format Number: one count over
      the whole time range.
    </Alert>
  );
}
