import { SERVICE_ENDPOINTS } from './serviceEndpoints';
import { FAILURE_ENDPOINTS } from './failureEndpoints';
import { JOB_ENDPOINTS } from './jobEndpoints';
import { STATS_ENDPOINTS } from './statsEndpoints';
import { GRID_ENDPOINTS } from './gridEndpoints';
import { AGENT_ENDPOINTS } from './agentEndpoints';
import { BRIDGE_ENDPOINTS } from './bridgeEndpoints';

/**
 * Every endpoint, once: the controller registers its routes from this table and refuses to add any other, and openapi.json
 * is generated from it. Who may call what is written a second time, in the test of it (controller/src/routes/roles.test.ts):
 * a new endpoint, or other roles, need a line there.
 */
export const ENDPOINTS = {
  ...SERVICE_ENDPOINTS,
  ...JOB_ENDPOINTS,
  ...FAILURE_ENDPOINTS,
  ...STATS_ENDPOINTS,
  ...GRID_ENDPOINTS,
  ...AGENT_ENDPOINTS,
  ...BRIDGE_ENDPOINTS,
} as const;
export type EndpointName = keyof typeof ENDPOINTS;
