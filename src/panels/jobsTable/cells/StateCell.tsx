import React from 'react';
import { StateBadge } from '../../../jobState/StateBadge';
import { type CellProps } from './cell';

export function StateCell({ row: { state, nativeState } }: CellProps) {
  return <StateBadge state={state} nativeState={nativeState} />;
}
