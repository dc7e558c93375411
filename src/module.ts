import { AppPlugin } from '@grafana/data';
import { ConfigPage } from './app/ConfigPage';
import { RootPage } from './app/RootPage';
import { JOBS_ON_NODE } from './extensions/jobsOnNode';

export const plugin = new AppPlugin()
  .setRootPage(RootPage)
  .addConfigPage({
    title: 'Configuration',
    icon: 'cog',
    id: 'configuration',
    body: ConfigPage,
  })
  .addLink(JOBS_ON_NODE);
