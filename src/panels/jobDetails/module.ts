import { PanelPlugin } from '@grafana/data';
import { JobDetailsPanel } from './JobDetailsPanel';
import { SECTION_LABELS, SECTIONS, type JobDetailsOptions } from './options';

export const plugin = new PanelPlugin<JobDetailsOptions>(JobDetailsPanel).setPanelOptions((builder) => {
  for (const section of SECTIONS) {
    builder.addBooleanSwitch({ path: section, name: SECTION_LABELS[section], defaultValue: true });
  }
});
