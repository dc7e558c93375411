import { PanelPlugin } from '@grafana/data';
import { JumpscriptPanel } from './JumpscriptPanel';
import { type JumpscriptOptions } from './options';

export const plugin = new PanelPlugin<JumpscriptOptions>(JumpscriptPanel).setPanelOptions((builder) =>
  builder
    .addBooleanSwitch({ path: 'properties', name: 'Properties', defaultValue: true })
    .addBooleanSwitch({ path: 'source', name: 'Source', defaultValue: true })
    .addNumberInput({
      path: 'line',
      name: 'Marked line',
      description: 'Used when the URL names no line',
      settings: { min: 1, integer: true, placeholder: 'None' },
      showIf: (options) => options.source !== false,
    })
);
