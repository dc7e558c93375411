import { shownSections } from './options';

describe('shownSections', () => {
  it('shows all that is not switched off', () => {
    expect(shownSections({})).toEqual(['properties', 'error', 'args', 'result']);
    expect(shownSections({ properties: false, args: false })).toEqual(['error', 'result']);
  });
});
