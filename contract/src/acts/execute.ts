import { Type, type Static } from '@sinclair/typebox';
import { Job } from '../job';
import { QueueNameSchema } from '../enumSchemas';
import { MAX_JUMPSCRIPT_NAME } from '../jumpscriptName';
import { Json, Name, Nullable, ONE_LINE } from '../schema';

/**
 * Run a JumpScript. Exactly one of `nid`, `role`:
 * `nid` = on that node; `role` = on the first free node with it; `role` + `all` = one job per node with it (a batch).
 * `role: "*"` with `all` means every node. Nodes that are away have a job that ended at once, as NOWORK.
 */
export const ExecuteRequest = Type.Object(
  {
    organization: Type.String({ minLength: 1, maxLength: MAX_JUMPSCRIPT_NAME }),
    name: Type.String({ minLength: 1, maxLength: MAX_JUMPSCRIPT_NAME }),
    nid: Type.Optional(Type.Integer()),
    role: Type.Optional(Name(100)),
    all: Type.Optional(Type.Boolean()),
    args: Type.Optional(
      Type.Record(Type.String(), Json('A JSON value'), { description: 'Arguments of action(), by name' })
    ),
    queue: Type.Optional(QueueNameSchema),
    timeoutSeconds: Type.Optional(Type.Number({ minimum: 1, maximum: 86400 })),
    tags: Type.Optional(Type.Array(Type.String({ maxLength: 200, format: ONE_LINE }), { maxItems: 50 })),
    log: Type.Optional(Type.Boolean()),
    maxAttempts: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 20,
        description: 'Above 1: run again after a lost agent, an error or a timeout',
      })
    ),
    backoffSeconds: Type.Optional(Type.Number({ minimum: 0, maximum: 3600 })),
  },
  { title: 'ExecuteRequest', additionalProperties: false }
);
export type ExecuteRequest = Static<typeof ExecuteRequest>;

export const ExecuteResponse = Type.Object(
  { batchGuid: Nullable(Type.String()), jobs: Type.Array(Job) },
  { title: 'ExecuteResponse' }
);
export type ExecuteResponse = Static<typeof ExecuteResponse>;
