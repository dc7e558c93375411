/** A classic dashboard (schemaVersion 42), as far as the preview draws it. */
export interface DashboardModel {
  uid: string;
  title: string;
  from: string;
  to: string;
  timezone: string;
  refresh: string;
  variables: VariableModel[];
  annotations: AnnotationModel[];
  panels: PanelModel[];
  links: LinkModel[];
}

interface VariableBase {
  name: string;
  label: string;
  description: string;
  isHidden: boolean;
  skipUrlSync: boolean;
}

export type VariableModel =
  | (VariableBase & { type: 'datasource'; pluginId: string; value: string })
  | (VariableBase & { type: 'textbox'; value: string })
  | (VariableBase & {
      type: 'custom' | 'query';
      query: unknown;
      datasource: DataSourceReference | null;
      refresh: number;
      sort: number;
      regex: string;
    } & Choice);

/** What a variable with options may hold. */
interface Choice {
  isMulti: boolean;
  includeAll: boolean;
  allValue: string | undefined;
  value: string | string[];
  text: string | string[];
}

export interface DataSourceReference {
  type: string;
  uid: string;
}

export interface PanelModel {
  id: number;
  type: string;
  title: string;
  description: string;
  isTransparent: boolean;
  grid: { x: number; y: number; w: number; h: number };
  datasource: DataSourceReference | null;
  targets: Array<{ refId: string } & Readonly<Record<string, unknown>>>;
  options: Readonly<Record<string, unknown>>;
  fieldConfig: {
    defaults: Readonly<Record<string, unknown>>;
    overrides: ReadonlyArray<Readonly<Record<string, unknown>>>;
  };
  transformations: Array<{ id: string; options: unknown }>;
  maxDataPoints: number | undefined;
  interval: string | undefined;
}

export interface LinkModel {
  type: 'dashboards' | 'link';
  title: string;
  url: string;
  tags: string[];
  includeVars: boolean;
  keepTime: boolean;
  targetBlank: boolean;
}

/** What is marked on the graphs of a dashboard. */
export interface AnnotationModel {
  name: string;
  isEnabled: boolean;
  isHidden: boolean;
  iconColor: string;
  datasource: DataSourceReference;
  target: Readonly<Record<string, unknown>>;
}
