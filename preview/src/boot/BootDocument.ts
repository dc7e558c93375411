/** What the server tells the browser before anything is drawn: inlined into the page as JSON. */
export interface BootDocument {
  /** Of the @grafana/ui the page is made of: plugins ask for it. */
  grafanaVersion: string;
  plugins: PluginManifest[];
  datasources: DataSourceEntry[];
  dashboards: DashboardEntry[];
  /** Why something expected is missing; each says what to do. */
  problems: string[];
}

/** The part of a plugin.json that a host needs; the rest is passed on as `meta`. */
export interface PluginManifest {
  id: string;
  type: 'app' | 'datasource' | 'panel';
  name: string;
  meta: Readonly<Record<string, unknown>>;
}

/** A provisioned data source as the browser may see it: neither its URL nor its secrets. */
export interface DataSourceEntry {
  uid: string;
  name: string;
  type: string;
  isDefault: boolean;
  jsonData: Readonly<Record<string, unknown>>;
}

export interface DashboardEntry {
  uid: string;
  title: string;
  tags: string[];
  url: string;
}

export const BOOT_ELEMENT_ID = 'preview-boot';
