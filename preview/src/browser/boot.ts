import { readBootDocument } from '../boot/readBootDocument';
import { grafanaBootData } from './grafanaBootData';
import { chosenTheme } from './page/theme';

/** Before anything of @grafana/runtime is imported: it reads both once, at import. */
Object.assign(window, {
  grafanaBootData: grafanaBootData(readBootDocument(), chosenTheme(), window.location.origin),
  __grafana_public_path__: '/public/',
});
