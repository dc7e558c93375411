import { LoadingPlaceholder } from '@grafana/ui';
import { useEffect, useState, type ReactNode } from 'react';
import { Message } from './Message';

interface PluginLoaderProps<Plugin> {
  id: string;
  load: (id: string) => Promise<Plugin>;
  render: (plugin: Plugin) => ReactNode;
}

type Loaded<Plugin> = { id: string; plugin: Plugin } | { id: string; error: string };

/** Waits for a plugin's bundle; when it cannot be loaded, says why. */
export function PluginLoader<Plugin>({ id, load, render }: PluginLoaderProps<Plugin>) {
  const [loaded, setLoaded] = useState<Loaded<Plugin>>();
  useEffect(() => {
    let isCurrent = true;
    load(id).then(
      (plugin) => isCurrent && setLoaded({ id, plugin }),
      (error: unknown) => isCurrent && setLoaded({ id, error: error instanceof Error ? error.message : String(error) })
    );
    return () => {
      isCurrent = false;
    };
  }, [id, load]);
  if (loaded?.id !== id) {
    return <LoadingPlaceholder text="Loading plugin..." />;
  }
  return 'error' in loaded ? (
    <Message title="The plugin could not be loaded">{loaded.error}</Message>
  ) : (
    render(loaded.plugin)
  );
}
