import { EmptyState } from '@grafana/ui';
import { type ReactNode } from 'react';

/** A page that cannot be shown, and what to do about it. */
export function Message({ title, children }: { title: string; children: ReactNode }) {
  return (
    <EmptyState variant="not-found" message={title}>
      {children}
    </EmptyState>
  );
}
