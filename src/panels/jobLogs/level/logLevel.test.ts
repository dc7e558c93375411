import { createTheme } from '@grafana/data';
import { isLogLevel, levelColor, LEVELS, levelWord } from './logLevel';

describe('levels', () => {
  it('are the nine of the original, in their order', () => {
    expect(LEVELS).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(LEVELS.map(levelWord)).toEqual([
      'critical',
      'error',
      'warning',
      'notice',
      'info',
      'debug',
      'debug',
      'trace',
      'trace',
    ]);
  });

  it.each([0, 10, 1.5, -1, NaN])('do not include %d', (level) => {
    expect(isLogLevel(level)).toBe(false);
    expect(levelWord(level)).toBe('unknown');
  });

  it('are coloured by how important they are, in both themes', () => {
    for (const mode of ['light', 'dark'] as const) {
      const theme = createTheme({ colors: { mode } });
      const { error, warning, info, text } = theme.colors;
      expect([...LEVELS, 17].map((level) => levelColor(theme, level))).toEqual([
        error.text,
        error.text,
        warning.text,
        info.text,
        info.text,
        ...Array.from({ length: 5 }, () => text.secondary),
      ]);
    }
  });
});
