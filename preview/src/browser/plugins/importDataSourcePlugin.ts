import { DataSourcePlugin, type DataSourceApi } from '@grafana/data';
import { loadPluginModule } from './loadPluginModule';

export async function importDataSourcePlugin(id: string): Promise<DataSourcePlugin<DataSourceApi>> {
  const { plugin, manifest } = await loadPluginModule(id);
  if (!(plugin instanceof DataSourcePlugin)) {
    throw new Error(`The plugin ${id} exports no data source plugin.`);
  }
  Object.assign(plugin, { meta: manifest.meta });
  return plugin;
}
