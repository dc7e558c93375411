import { readSettings } from './settings';

it('falls back to the documented ports and data folder', () => {
  expect(readSettings({}, '/project')).toEqual({
    root: '/project',
    port: 3000,
    controllerPort: 4400,
    dataDir: '/project/.data',
    databaseUrl: undefined,
  });
});

it.each(['0', '70000', 'http', '30.5'])('refuses PORT=%s by name', (value) => {
  expect(() => readSettings({ PORT: value }, '/project')).toThrow(
    `PORT must be a port from 1 to 65535, got "${value}"`
  );
});
