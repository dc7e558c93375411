import { createTheme } from '@grafana/data';
import { compareStates, stateColor } from './stateAppearance';

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
