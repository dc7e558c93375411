import {
  type DataSourceApi,
  type DataSourceInstanceSettings,
  type DataSourceRef,
  type ScopedVars,
} from '@grafana/data';
import { config, getTemplateSrv, type DataSourceSrv, type GetDataSourceListFilters } from '@grafana/runtime';
import { importDataSourcePlugin } from '../plugins/importDataSourcePlugin';

type Reference = DataSourceRef | string | null;

/** The provisioned data sources, each instance made once from its built plugin. */
export class DataSourceService implements DataSourceSrv {
  readonly #instances = new Map<string, Promise<DataSourceApi>>();

  async get(reference?: Reference, scopedVars?: ScopedVars): Promise<DataSourceApi> {
    const settings = this.getInstanceSettings(reference, scopedVars);
    if (settings === undefined) {
      throw new Error(
        `No data source ${JSON.stringify(reference)} is provisioned: expected one of ${this.#names()}. See provisioning/datasources.`
      );
    }
    const instance = this.#instances.get(settings.uid) ?? instantiate(settings);
    this.#instances.set(settings.uid, instance);
    return instance;
  }

  getList(filters: GetDataSourceListFilters = {}): DataSourceInstanceSettings[] {
    const types = filters.type === undefined ? undefined : [filters.type].flat();
    return Object.values(config.datasources).filter(
      (settings) =>
        (filters.pluginId === undefined || settings.type === filters.pluginId) &&
        (types === undefined || types.includes(settings.type)) &&
        (filters.alerting !== true || settings.meta.alerting === true) &&
        (filters.logs !== true || settings.meta.logs === true) &&
        (filters.filter === undefined || filters.filter(settings))
    );
  }

  getInstanceSettings(reference?: Reference, scopedVars?: ScopedVars): DataSourceInstanceSettings | undefined {
    const all = Object.values(config.datasources);
    const name =
      typeof reference === 'string' ? reference : (reference?.uid ?? (reference?.type ? undefined : 'default'));
    if (name === undefined) {
      return all.find(({ type }) => typeof reference === 'object' && type === reference?.type);
    }
    const resolved = name.includes('$') ? getTemplateSrv().replace(name, scopedVars) : name;
    if (resolved === 'default' || resolved === '') {
      return config.datasources[config.defaultDatasource];
    }
    return all.find((settings) => settings.uid === resolved || settings.name === resolved);
  }

  async reload(): Promise<void> {
    this.#instances.clear();
  }

  registerRuntimeDataSource(): void {
    throw new Error('The preview has no runtime data sources.');
  }

  #names(): string {
    return (
      Object.values(config.datasources)
        .map(({ uid }) => uid)
        .join(', ') || 'none'
    );
  }
}

async function instantiate(settings: DataSourceInstanceSettings): Promise<DataSourceApi> {
  const plugin = await importDataSourcePlugin(settings.type);
  const instance = new plugin.DataSourceClass(settings);
  instance.components = plugin.components;
  instance.meta = settings.meta;
  return instance;
}
