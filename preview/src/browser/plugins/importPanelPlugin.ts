import { PanelPlugin } from '@grafana/data';
import { corePanel, isCorePanel } from '../panels/corePanels';
import { loadPluginModule } from './loadPluginModule';

const loaded = new Map<string, PanelPlugin>();

/** Ours from their built bundles; Grafana's own, which are not on npm, from the stand-ins. */
export async function importPanelPlugin(id: string): Promise<PanelPlugin> {
  const known = loaded.get(id);
  if (known !== undefined) {
    return known;
  }
  const plugin = isCorePanel(id) ? corePanel(id) : await importBuilt(id);
  loaded.set(id, plugin);
  return plugin;
}

export function getLoadedPanelPlugin(id: string): PanelPlugin | undefined {
  return loaded.get(id);
}

async function importBuilt(id: string): Promise<PanelPlugin> {
  const { plugin, manifest } = await loadPluginModule(id);
  if (!(plugin instanceof PanelPlugin)) {
    throw new Error(`The plugin ${id} exports no panel plugin.`);
  }
  Object.assign(plugin, { meta: { ...manifest.meta, sort: 100 } });
  return plugin;
}
