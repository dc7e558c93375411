import { type PluginManifest } from '../../boot/BootDocument';
import { readBootDocument } from '../../boot/readBootDocument';
import { evaluateAmd } from './evaluateAmd';
import { findShared } from './sharedModules';

/** Loads what the built bundle of a plugin exports as `plugin`, from the address Grafana would serve it at. */
export async function loadPluginModule(id: string): Promise<{ plugin: object; manifest: PluginManifest }> {
  const manifest = readBootDocument().plugins.find((plugin) => plugin.id === id);
  if (manifest === undefined) {
    throw new Error(`The plugin ${id} is not in the built app. Run \`npm run build\` and reload.`);
  }
  const uri = new URL(`/public/plugins/${id}/module.js`, window.location.origin).href;
  const answer = await fetch(uri);
  if (!answer.ok) {
    throw new Error(`${uri} answered ${answer.status}. Run \`npm run build\` and reload.`);
  }
  try {
    const { plugin } = evaluateAmd(await answer.text(), uri, findShared);
    if (typeof plugin !== 'object' || plugin === null) {
      throw new Error('It exports no `plugin`.');
    }
    return { plugin, manifest };
  } catch (error) {
    throw new Error(`The plugin ${id} could not be loaded. ${error instanceof Error ? error.message : String(error)}`);
  }
}
