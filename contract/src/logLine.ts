import { Type, type Static } from '@sinclair/typebox';
import { Coverage, Page, Total } from './coverage';
import { EpochMs, Nullable, Strings } from './schema';

export const LogLine = Type.Object(
  {
    jobGuid: Type.String({ description: 'Empty: a line of the node, which its source ties to no job' }),
    seq: Type.Integer({
      format: 'int64',
      description:
        'Unique within a job: counts from 1 in its first attempt, from 10,000,001 in its second...; order is (time, seq)',
    }),
    time: EpochMs,
    level: Type.Integer({ minimum: 1, maximum: 9 }),
    appName: Type.String(),
    category: Type.String({
      description:
        'stdout, stderr, what the JumpScript gave j.logger, or attempt.outcome: how an attempt ended that the job itself does not show',
    }),
    message: Type.String(),
    truncatedFrom: Nullable(
      Type.Integer({ format: 'int64', description: 'True size in bytes when the message is shortened' })
    ),
    nativeLevel: Nullable(Type.String({ description: "The source's own word for the level, where it has another" })),
    source: Type.String({ description: 'The controller this line came from' }),
    gid: Type.Integer(),
    nid: Type.Integer(),
    nodeName: Nullable(Type.String()),
    organization: Type.String(),
    cmd: Type.String(),
    pid: Nullable(Type.Integer()),
    tags: Strings,
  },
  { title: 'LogLine' }
);
export type LogLine = Static<typeof LogLine>;

export const LogList = Type.Object(
  { items: Type.Array(LogLine), total: Total, page: Page, coverage: Coverage },
  { title: 'LogList' }
);
export type LogList = Static<typeof LogList>;
