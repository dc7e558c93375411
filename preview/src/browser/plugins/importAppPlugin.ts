import { AppPlugin, type AppPluginMeta } from '@grafana/data';
import { loadPluginModule } from './loadPluginModule';

export async function importAppPlugin(id: string): Promise<AppPlugin> {
  const { plugin, manifest } = await loadPluginModule(id);
  if (!(plugin instanceof AppPlugin)) {
    throw new Error(`The plugin ${id} exports no app plugin.`);
  }
  // From a plugin.json, so of that shape.
  plugin.meta = { ...manifest.meta, enabled: true, jsonData: {} } as unknown as AppPluginMeta;
  return plugin;
}
