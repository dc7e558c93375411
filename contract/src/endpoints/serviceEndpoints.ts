import { Type } from '@sinclair/typebox';
import { AuditActionSchema, AuditList } from '../acts/audit';
import { Cursor, From, Limit, To } from './queries';
import { ControllerInfo, Health } from '../stats';
import { TokenCreated, TokenList, TokenRequest } from '../token';
import { READ, ACT, ADMIN, type Endpoint } from './endpoint';

/** The service itself: probes, documents, the audit trail and tokens. */
export const SERVICE_ENDPOINTS = {
  getHealth: {
    method: 'GET',
    path: '/healthz',
    summary: 'Is the process alive',
    roles: [],
    takesHead: true,
    status: 200,
    response: Health,
  },
  getReady: {
    method: 'GET',
    path: '/readyz',
    summary: 'Can it serve: database reachable, migrations applied',
    roles: [],
    takesHead: true,
    status: 200,
    response: Health,
  },
  getMetrics: {
    method: 'GET',
    path: '/metrics',
    summary: 'Prometheus metrics',
    roles: [],
    takesHead: true,
    status: 200,
  },
  getOpenApi: { method: 'GET', path: '/openapi.json', summary: 'This document', roles: [], status: 200 },
  getInfo: {
    method: 'GET',
    path: '/api/v1/info',
    summary: 'What this controller is and holds',
    roles: READ,
    status: 200,
    response: ControllerInfo,
  },
  listAudit: {
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'Every act, newest first: who, what, when, from where, outcome',
    roles: ACT,
    query: Type.Object(
      {
        from: From,
        to: To,
        action: Type.Optional(AuditActionSchema),
        user: Type.Optional(Type.String({ maxLength: 200 })),
        target: Type.Optional(Type.String({ maxLength: 500 })),
        cursor: Cursor,
        limit: Limit,
      },
      { additionalProperties: false }
    ),
    status: 200,
    response: AuditList,
  },
  listTokens: {
    method: 'GET',
    path: '/api/v1/tokens',
    summary: 'Tokens, without their secrets',
    roles: ADMIN,
    status: 200,
    response: TokenList,
  },
  createToken: {
    method: 'POST',
    path: '/api/v1/tokens',
    summary: 'Make a token; its secret is shown once',
    roles: ADMIN,
    body: TokenRequest,
    status: 201,
    response: TokenCreated,
  },
  deleteToken: {
    method: 'DELETE',
    path: '/api/v1/tokens/:id',
    summary: 'Revoke a token',
    roles: ADMIN,
    params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
    status: 204,
  },
} as const satisfies Record<string, Endpoint>;
