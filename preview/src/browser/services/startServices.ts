import {
  EventBusSrv,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
} from '@grafana/data';
import {
  setAppEvents,
  setBackendSrv,
  setDataSourceSrv,
  setEchoSrv,
  setGrafanaLiveSrv,
  setPluginImportUtils,
  setRunRequest,
  setTemplateSrv,
} from '@grafana/runtime';
import { setPanelRenderer } from 'grafana-panel-renderer';
import { PanelWithData } from '../panels/PanelWithData';
import { getLoadedPanelPlugin, importPanelPlugin } from '../plugins/importPanelPlugin';
import { BackendService } from './BackendService';
import { DataSourceService } from './DataSourceService';
import { LiveService } from './LiveService';
import { panelOptionEditors } from './panelOptionEditors';
import { runRequest } from './runRequest';
import { standardFieldProperties } from './standardFieldProperties';
import { TemplateService } from './TemplateService';

export const appEvents = new EventBusSrv();

/** What Grafana's own application sets before it shows a page; plugins and scenes find each of these by a global getter. */
export function startServices(): void {
  setBackendSrv(new BackendService());
  setTemplateSrv(new TemplateService());
  setDataSourceSrv(new DataSourceService());
  setRunRequest(runRequest);
  setGrafanaLiveSrv(new LiveService());
  setPluginImportUtils({ importPanelPlugin, getPanelPluginFromCache: getLoadedPanelPlugin });
  setPanelRenderer(PanelWithData);
  setAppEvents(appEvents);
  setEchoSrv({
    flush: () => undefined,
    addBackend: () => undefined,
    addEvent: () => undefined,
    onInteraction: () => () => undefined,
  });
  standardEditorsRegistry.setInit(panelOptionEditors);
  standardFieldConfigEditorRegistry.setInit(standardFieldProperties);
  standardTransformersRegistry.setInit(() =>
    // Some transformations are listed under two names.
    [
      ...new Map(
        Object.values(standardTransformers).map((transformation) => [transformation.id, transformation])
      ).values(),
    ].map((transformation) => ({
      id: transformation.id,
      name: transformation.name,
      transformation: () => Promise.resolve(transformation),
      editor: () => null,
      imageDark: '',
      imageLight: '',
    }))
  );
}
