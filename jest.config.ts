import type { Config } from 'jest';
import plugin from './scripts/testing/pluginProject.js';
import services from './scripts/testing/servicesProject.js';

// Times in tests are read as UTC wherever they run.
process.env.TZ = 'UTC';

/** The plugin runs in jsdom with Grafana's own set-up; contract, controller, agent and dashboards run in Node. */
const config: Config = { projects: [plugin, services] };

export default config;
