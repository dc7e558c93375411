import { render, screen } from '@testing-library/react';
import React from 'react';
import { StateBadge } from './StateBadge';

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
