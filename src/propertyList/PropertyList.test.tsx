import { render, screen } from '@testing-library/react';
import React from 'react';
import { Property, PropertyList } from './PropertyList';

it('says each value under its name, in the order given, as a list a screen reader knows', () => {
  render(
    <PropertyList>
      <Property name="State">OK</Property>
      <Property name="Node">
        <a href="/d/x">cpu-01</a>
      </Property>
    </PropertyList>
  );
  expect(screen.getAllByRole('term').map(({ textContent }) => textContent)).toEqual(['State', 'Node']);
  expect(screen.getAllByRole('definition').map(({ textContent }) => textContent)).toEqual(['OK', 'cpu-01']);
  expect(screen.getByText('Node').nextElementSibling).toContainElement(screen.getByRole('link', { name: 'cpu-01' }));
});
