import { Type, type Static } from '@sinclair/typebox';
import { QueueOfSource } from './queue';
import { EpochMs, Nullable, Strings } from './schema';
import { Coverage, Total } from './coverage';

const identity = {
  id: Type.String({ description: '<organization>:<name>' }),
  source: Type.String({ description: 'The controller that has it' }),
  gid: Type.Integer(),
  organization: Type.String(),
  name: Type.String(),
  version: Type.Integer({ description: 'Counts up with every edit of the file' }),
  declaredVersion: Type.String({ description: "The file's own `version`" }),
  category: Type.String(),
  descr: Type.String(),
  author: Type.String(),
  license: Type.String(),
  roles: Strings,
  queue: QueueOfSource,
  period: Nullable(
    Type.String({ description: 'Seconds ("60") or a cron expression; null when it never runs by itself' })
  ),
  startatboot: Type.Boolean(),
  async: Type.Boolean(),
  log: Type.Boolean(),
  enable: Type.Boolean(),
  order: Type.Integer(),
  timeoutSeconds: Type.Number({ format: 'double', description: "The script's own, or its queue's default" }),
  args: Type.Array(
    Type.Object(
      { name: Type.String(), default: Nullable(Type.String({ description: 'As written in the source' })) },
      { title: 'JumpScriptArg' }
    )
  ),
  path: Type.String({ description: 'Path below the JumpScripts folder' }),
  hash: Type.String({ description: 'SHA-256 of the source' }),
  isBroken: Type.Boolean(),
  parseError: Nullable(
    Type.String({
      description: 'Why the file cannot run: what is wrong with it, with its line, or why it was left out',
    })
  ),
  notices: Type.Array(Type.String(), {
    description:
      'What will go wrong with a file that can be read, with its line. A JumpScript that would fail each time its schedule runs it is not scheduled',
  }),
  isDeleted: Type.Boolean({ description: 'The file is gone; its versions stay for the jobs that ran them' }),
  updatedAt: EpochMs,
} as const;

export const JumpScript = Type.Object(identity, { title: 'JumpScript' });
export type JumpScript = Static<typeof JumpScript>;

/** With its source, for the details page. */
export const JumpScriptDetails = Type.Object(
  {
    ...identity,
    text: Type.String({ description: 'The source of this version' }),
    versions: Type.Array(
      Type.Object(
        { version: Type.Integer(), hash: Type.String(), createdAt: EpochMs, isCurrent: Type.Boolean() },
        { title: 'JumpScriptVersion' }
      )
    ),
  },
  { title: 'JumpScriptDetails' }
);
export type JumpScriptDetails = Static<typeof JumpScriptDetails>;

export const JumpScriptList = Type.Object(
  { items: Type.Array(JumpScript), total: Total, coverage: Coverage },
  { title: 'JumpScriptList' }
);
export type JumpScriptList = Static<typeof JumpScriptList>;
