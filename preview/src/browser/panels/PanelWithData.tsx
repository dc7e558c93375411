import { EventBusSrv, getPanelOptionsWithDefaults, PluginContextProvider, useFieldOverrides } from '@grafana/data';
import { getTemplateSrv, type PanelRendererProps } from '@grafana/runtime';
import { useTheme2 } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import { getLoadedPanelPlugin, importPanelPlugin } from '../plugins/importPanelPlugin';

const eventBus = new EventBusSrv();
const NO_CONFIG = { defaults: {}, overrides: [] };

/** Another panel within a panel, with data that it is given: what Grafana's PanelRenderer is. */
export function PanelWithData({
  pluginId,
  data,
  title,
  timeZone = 'browser',
  options,
  fieldConfig = NO_CONFIG,
  width,
  height,
  onChangeTimeRange = () => undefined,
}: PanelRendererProps) {
  const theme = useTheme2();
  const [plugin, setPlugin] = useState(() => getLoadedPanelPlugin(pluginId));
  const [error, setError] = useState('');
  useEffect(() => {
    importPanelPlugin(pluginId).then(setPlugin, (reason: unknown) => setError(String(reason)));
  }, [pluginId]);
  const replace = useMemo(() => getTemplateSrv().replace.bind(getTemplateSrv()), []);
  const complete = useMemo(
    () =>
      plugin &&
      getPanelOptionsWithDefaults({
        plugin,
        currentOptions: options ?? {},
        currentFieldConfig: fieldConfig,
        isAfterPluginChange: false,
      }),
    [plugin, options, fieldConfig]
  );
  const shown = useFieldOverrides(plugin, complete?.fieldConfig, data, timeZone, theme, replace);

  const Panel = plugin?.panel;
  if (!plugin || !Panel || !complete || !shown) {
    return <div>{error}</div>;
  }
  return (
    <PluginContextProvider meta={plugin.meta}>
      <Panel
        id={1}
        data={shown}
        title={title}
        timeRange={shown.timeRange}
        timeZone={timeZone}
        options={complete.options}
        fieldConfig={complete.fieldConfig}
        transparent={false}
        width={width}
        height={height}
        renderCounter={0}
        replaceVariables={(text) => text}
        onOptionsChange={() => undefined}
        onFieldConfigChange={() => undefined}
        onChangeTimeRange={onChangeTimeRange}
        eventBus={eventBus}
      />
    </PluginContextProvider>
  );
}
