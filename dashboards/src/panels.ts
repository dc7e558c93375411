import { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import jobDetails from '../../src/panels/jobDetails/plugin.json';
import jobLogs from '../../src/panels/jobLogs/plugin.json';
import jobMetrics from '../../src/panels/jobMetrics/plugin.json';
import jobsTable from '../../src/panels/jobsTable/plugin.json';
import jumpscript from '../../src/panels/jumpscript/plugin.json';

/** Our panels' builders: a plugin's id and its options in one place, because the SDK knows only Grafana's own panels. */
class OwnPanelBuilder<Options extends object> extends PanelBuilder {
  constructor({ id }: { id: string }, options: Options) {
    super();
    this.type(id);
    this.options(options);
  }
}

export class JobsTablePanelBuilder extends OwnPanelBuilder<Record<string, never>> {
  constructor() {
    super(jobsTable, {});
  }
}

export class JobDetailsPanelBuilder extends OwnPanelBuilder<Record<string, never>> {
  constructor() {
    super(jobDetails, {});
  }
}

export class JumpscriptPanelBuilder extends OwnPanelBuilder<Record<string, never>> {
  constructor() {
    super(jumpscript, {});
  }
}

export class JobLogsPanelBuilder extends OwnPanelBuilder<Record<string, never>> {
  constructor() {
    super(jobLogs, {});
  }
}

/** `metrics` is where they come from: a variable, say. */
export class JobMetricsPanelBuilder extends OwnPanelBuilder<{ metrics: string }> {
  constructor(metrics: string) {
    super(jobMetrics, { metrics });
  }
}
