import { Type } from '@sinclair/typebox';
import * as agent from '../agentProtocol';
import { JumpScriptDetails, JumpScriptList } from '../jumpscript';
import { MAX_JUMPSCRIPT_NAME } from '../jumpscriptName';
import { Node, NodeIdentityRequest, NodeList, NodeStatusRequest } from '../node';
import { Filters, Search } from './queries';
import { QueueList } from '../queue';
import { SourceList } from '../source';
import { READ, ACT, ADMIN, SourceHash, type Endpoint } from './endpoint';

/** What jobs are made of: JumpScripts, nodes, queues. */
export const GRID_ENDPOINTS = {
  listJumpScripts: {
    method: 'GET',
    path: '/api/v1/jumpscripts',
    summary: 'JumpScripts, current versions',
    roles: READ,
    query: Type.Object(
      { filter: Filters, q: Search, deleted: Type.Optional(Type.Boolean({ default: false })) },
      { additionalProperties: false }
    ),
    status: 200,
    response: JumpScriptList,
  },
  getJumpScript: {
    method: 'GET',
    path: '/api/v1/jumpscripts/:id',
    summary: 'One JumpScript with source and versions',
    roles: READ,
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 2 * MAX_JUMPSCRIPT_NAME + 1 }) }),
    query: Type.Object(
      {
        version: Type.Optional(Type.Integer({ minimum: 1 })),
        source: Type.Optional(
          Type.String({ maxLength: 40, description: 'The controller that has it; absent: this one' })
        ),
        gid: Type.Optional(
          Type.Integer({ minimum: 0, maximum: 2147483647, description: 'Of another controller: its grid' })
        ),
      },
      { additionalProperties: false }
    ),
    status: 200,
    response: JumpScriptDetails,
  },
  getSource: {
    method: 'GET',
    path: '/api/v1/sources/:hash',
    summary: "A source by its hash, e.g. a job's jumpscriptHash: what was executed, whatever became of the file",
    roles: READ,
    params: SourceHash,
    status: 200,
    response: agent.JumpScriptSource,
  },
  listNodes: {
    method: 'GET',
    path: '/api/v1/nodes',
    summary: 'Nodes and their agents',
    roles: READ,
    status: 200,
    response: NodeList,
  },
  setNodeStatus: {
    method: 'PUT',
    path: '/api/v1/nodes/:nid',
    summary: 'Set what a node is used for',
    roles: ACT,
    params: Type.Object({ nid: Type.Integer({ minimum: 0, maximum: 2147483647 }) }),
    body: NodeStatusRequest,
    status: 200,
    response: Node,
  },
  setNodeIdentity: {
    method: 'PUT',
    path: '/api/v1/nodes/:nid/identity',
    summary: 'Give a node its name and roles; its agent only asks for them',
    roles: ADMIN,
    params: Type.Object({ nid: Type.Integer({ minimum: 0, maximum: 2147483647 }) }),
    body: NodeIdentityRequest,
    status: 200,
    response: Node,
  },
  listSources: {
    method: 'GET',
    path: '/api/v1/sources',
    summary: 'Other controllers whose jobs are brought here: how far, and what is missing',
    roles: READ,
    status: 200,
    response: SourceList,
  },
  listQueues: {
    method: 'GET',
    path: '/api/v1/queues',
    summary: 'Depth and running per node and queue, now',
    roles: READ,
    status: 200,
    response: QueueList,
  },
} as const satisfies Record<string, Endpoint>;
