import { DEFAULT_LOG_COLUMNS, isLogColumn, LOG_COLUMNS } from './options';

describe('isLogColumn', () => {
  it.each(Object.keys(LOG_COLUMNS))('knows %s', (name) => {
    expect(isLogColumn(name)).toBe(true);
  });

  it.each(['message', 'colour', 'toString', ''])('does not know %p', (name) => {
    expect(isLogColumn(name)).toBe(false);
  });

  it('knows every column of the default', () => {
    expect(DEFAULT_LOG_COLUMNS.filter(isLogColumn)).toEqual(['time', 'level', 'appName', 'category']);
  });
});
