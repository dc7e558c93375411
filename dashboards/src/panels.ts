import { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';

/** Our panels' builders: a plugin's id and its options in one place, because the SDK knows only Grafana's own panels. */
class OwnPanelBuilder<Options extends object> extends PanelBuilder {
  constructor(pluginId: string, options: Options) {
    super();
    this.type(pluginId);
    this.options(options);
  }
}

export class JobsTablePanelBuilder extends OwnPanelBuilder<Record<string, never>> {
  constructor() {
    super('openvcloud-jobstable-panel', {});
  }
}

export class JobDetailsPanelBuilder extends OwnPanelBuilder<Record<string, never>> {
  constructor() {
    super('openvcloud-jobdetails-panel', {});
  }
}

export class JumpscriptPanelBuilder extends OwnPanelBuilder<Record<string, never>> {
  constructor() {
    super('openvcloud-jumpscript-panel', {});
  }
}

export class JobLogsPanelBuilder extends OwnPanelBuilder<Record<string, never>> {
  constructor() {
    super('openvcloud-joblogs-panel', {});
  }
}
