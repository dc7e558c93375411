import { createTheme } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import React from 'react';
import { StateBadge } from './StateBadge';
import { compareStates, stateColor } from './stateAppearance';

describe('StateBadge', () => {
  it('says the state as a word', () => {
    render(<StateBadge state="ERROR" />);
    expect(screen.getByText('ERROR')).toBeInTheDocument();
  });

  it("adds the source's own word when it says more", () => {
    render(<StateBadge state="ERROR" nativeState="NOWORK" />);
    expect(screen.getByText('NOWORK')).toBeInTheDocument();
  });

  it("does not repeat the source's word when it is the state", () => {
    render(<StateBadge state="OK" nativeState="OK" />);
    expect(screen.getAllByText('OK')).toHaveLength(1);
  });

  it('shows a state it does not know instead of dropping it', () => {
    render(<StateBadge state="PAUSED" />);
    expect(screen.getByText('PAUSED')).toBeInTheDocument();
  });
});

describe('stateAppearance', () => {
  it('orders states by life cycle and puts unknown ones last', () => {
    expect(['PAUSED', 'TIMEOUT', 'OK', 'SCHEDULED', 'ERROR', 'RUNNING'].sort(compareStates)).toEqual([
      'SCHEDULED',
      'RUNNING',
      'OK',
      'ERROR',
      'TIMEOUT',
      'PAUSED',
    ]);
  });

  it('gives every state its own colour in both themes, and grey to one it does not know', () => {
    for (const mode of ['light', 'dark'] as const) {
      const theme = createTheme({ colors: { mode } });
      const colors = ['SCHEDULED', 'RUNNING', 'OK', 'ERROR', 'TIMEOUT'].map((state) => stateColor(theme, state));
      expect(new Set([...colors, stateColor(theme, 'PAUSED')]).size).toBe(6);
    }
  });
});
