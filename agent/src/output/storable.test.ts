import { storable } from './storable';

describe('a text for PostgreSQL', () => {
  it('shows where there was a NUL, and is the same otherwise', () => {
    expect(storable('a\0b\0')).toBe('a\ufffdb\ufffd');
    expect(storable('päß\n\t\u0001')).toBe('päß\n\t\u0001');
  });
});
