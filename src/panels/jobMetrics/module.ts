import { PanelPlugin } from '@grafana/data';
import { JobMetricsPanel } from './JobMetricsPanel';
import { type JobMetricsOptions } from './options';

export const plugin = new PanelPlugin<JobMetricsOptions>(JobMetricsPanel).setPanelOptions((builder) =>
  builder.addTextInput({
    path: 'metrics',
    name: 'Metrics from',
    description: 'A data source of Prometheus, by its name, its uid or a variable. Empty: what agents measured.',
    defaultValue: '',
  })
);
