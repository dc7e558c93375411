import { Button, type ButtonProps } from '@grafana/ui';
import React from 'react';
import { type Acts } from './useActs';

interface Props extends Pick<ButtonProps, 'icon' | 'onClick' | 'size' | 'fill' | 'variant'> {
  acts: Acts;
  children: string;
}

/** A button that changes something. Who may not act sees it, and why it is off. */
export function ActButton({ acts, children, ...button }: Props) {
  return (
    <Button
      size="sm"
      variant="secondary"
      {...button}
      disabled={!acts.mayAct}
      tooltip={acts.mayAct ? undefined : acts.why}
      aria-label={acts.mayAct ? children : `${children}: ${acts.why}`}
    >
      {children}
    </Button>
  );
}
