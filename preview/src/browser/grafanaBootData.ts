import { type BootDocument, type DataSourceEntry, type PluginManifest } from '../boot/BootDocument';
import { type ThemeName } from './page/theme';

/** What a Grafana server renders into its page, as far as @grafana/runtime and the plugins read it. */
export function grafanaBootData(boot: BootDocument, theme: ThemeName, origin: string) {
  return {
    assets: { light: '', dark: '', jsFiles: [] },
    navTree: [],
    user: {
      id: 1,
      isSignedIn: true,
      login: 'preview',
      name: 'Preview',
      theme,
      lightTheme: theme === 'light',
      language: 'en-US',
      locale: 'en-US',
      timezone: 'browser',
      weekStart: '',
      orgId: 1,
      orgName: 'Main Org.',
      orgRole: 'Admin',
      isGrafanaAdmin: false,
      permissions: { 'datasources:query': true, 'datasources:read': true, 'plugins.app:access': true },
    },
    settings: {
      buildInfo: {
        version: boot.grafanaVersion,
        commit: '',
        env: 'production',
        edition: 'Open Source',
        hasUpdate: false,
        hideVersion: false,
      },
      featureToggles: {},
      appUrl: `${origin}/`,
      appSubUrl: '',
      namespace: 'default',
      minRefreshInterval: '1s',
      dateFormats: {
        fullDate: 'YYYY-MM-DD HH:mm:ss',
        useBrowserLocale: false,
        interval: {
          millisecond: 'HH:mm:ss.SSS',
          second: 'HH:mm:ss',
          minute: 'HH:mm',
          hour: 'MM/DD HH:mm',
          day: 'MM/DD',
          month: 'YYYY-MM',
          year: 'YYYY',
        },
        defaultTimezone: 'browser',
        defaultWeekStart: 'browser',
      },
      datasources: Object.fromEntries(
        boot.datasources.map((entry) => [entry.name, instanceSettings(entry, boot.plugins)])
      ),
      defaultDatasource: (boot.datasources.find(({ isDefault }) => isDefault) ?? boot.datasources[0])?.name ?? '',
      panels: Object.fromEntries(
        boot.plugins.filter(({ type }) => type === 'panel').map((plugin) => [plugin.id, { ...plugin.meta, sort: 100 }])
      ),
      apps: Object.fromEntries(
        boot.plugins.filter(({ type }) => type === 'app').map((plugin) => [plugin.id, appSettings(plugin)])
      ),
      unifiedAlertingEnabled: false,
    },
  };
}

export function instanceSettings(entry: DataSourceEntry, plugins: readonly PluginManifest[]) {
  return {
    ...entry,
    id: 1,
    access: 'proxy',
    readOnly: true,
    url: `/api/datasources/proxy/uid/${entry.uid}`,
    meta: plugins.find(({ id }) => id === entry.type)?.meta ?? { id: entry.type, name: entry.type, info: {} },
  };
}

function appSettings({ id, meta }: PluginManifest) {
  return { id, path: meta['module'], version: '', preload: false };
}
