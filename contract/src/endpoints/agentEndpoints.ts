import * as agent from '../agentProtocol';
import { AGENT, SourceHash, type Endpoint } from './endpoint';

/** What agents call. */
export const AGENT_ENDPOINTS = {
  registerAgent: {
    method: 'POST',
    path: '/api/v1/agent/register',
    summary: 'Agent: here I am',
    roles: AGENT,
    body: agent.RegisterRequest,
    status: 200,
    response: agent.RegisterResponse,
  },
  pollWork: {
    method: 'POST',
    path: '/api/v1/agent/work',
    summary: 'Agent: long poll for jobs',
    roles: AGENT,
    body: agent.WorkRequest,
    status: 200,
    response: agent.WorkResponse,
  },
  heartbeat: {
    method: 'POST',
    path: '/api/v1/agent/heartbeat',
    summary: 'Agent: renew leases',
    roles: AGENT,
    body: agent.HeartbeatRequest,
    status: 200,
    response: agent.HeartbeatResponse,
  },
  report: {
    method: 'POST',
    path: '/api/v1/agent/reports',
    summary: 'Agent: what happened, in order',
    roles: AGENT,
    body: agent.ReportsRequest,
    status: 200,
    response: agent.ReportsResponse,
  },
  getJumpScriptSource: {
    method: 'GET',
    path: '/api/v1/agent/jumpscripts/:hash',
    summary: 'Agent: source by hash',
    roles: AGENT,
    params: SourceHash,
    status: 200,
    response: agent.JumpScriptSource,
  },
} as const satisfies Record<string, Endpoint>;
