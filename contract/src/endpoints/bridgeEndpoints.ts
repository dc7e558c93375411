import * as bridge from '../bridge';
import { BRIDGE, type Endpoint } from './endpoint';

/** What bridges of other controllers call. */
export const BRIDGE_ENDPOINTS = {
  openBridge: {
    method: 'POST',
    path: '/api/v1/bridge/open',
    summary: 'Bridge: take the source, and go on where it was left',
    roles: BRIDGE,
    body: bridge.BridgeOpenRequest,
    status: 200,
    response: bridge.BridgeOpenResponse,
  },
  bridgeJobs: {
    method: 'POST',
    path: '/api/v1/bridge/jobs',
    summary: 'Bridge: jobs as the source has them now',
    roles: BRIDGE,
    body: bridge.BridgeJobsRequest,
    status: 200,
    response: bridge.BridgeJobsResponse,
  },
  bridgeLogs: {
    method: 'POST',
    path: '/api/v1/bridge/logs',
    summary: 'Bridge: log lines of jobs and nodes; those that are here stay as they are',
    roles: BRIDGE,
    body: bridge.BridgeLogsRequest,
    status: 200,
    response: bridge.BridgeLogsResponse,
  },
  bridgeNodes: {
    method: 'POST',
    path: '/api/v1/bridge/nodes',
    summary: 'Bridge: nodes as the source has them now',
    roles: BRIDGE,
    body: bridge.BridgeNodesRequest,
    status: 204,
  },
  bridgeJumpScripts: {
    method: 'POST',
    path: '/api/v1/bridge/jumpscripts',
    summary: 'Bridge: JumpScripts as the source has them now',
    roles: BRIDGE,
    body: bridge.BridgeJumpScriptsRequest,
    status: 204,
  },
  bridgeStatus: {
    method: 'POST',
    path: '/api/v1/bridge/status',
    summary: 'Bridge: how far it is, what is missing, and where to go on',
    roles: BRIDGE,
    body: bridge.BridgeStatusRequest,
    status: 204,
  },
  closeBridge: {
    method: 'POST',
    path: '/api/v1/bridge/close',
    summary: 'Bridge: leave the source to the next one at once',
    roles: BRIDGE,
    body: bridge.BridgeHold,
    status: 204,
  },
} as const satisfies Record<string, Endpoint>;
