import { Type, type Static } from '@sinclair/typebox';
import { type JsonValue } from '@openvcloud/contract';
import { guardFor, type Guard } from '../wire/contractGuard';
import { type FrameRule } from './frameReader';

/** Kinds of frames between an agent and a supervisor, as runner/agent_link.py has them. */
export const HELLO = 'H';
export const STARTED = 'S';
export const MESSAGE = 'M';
export const EXIT = 'X';
/** Those are gone now that could not be killed when the job ended. */
export const FREE = 'F';
const OUTPUT = 'o';
const ERRORS = 'e';
export const RUN = 'r';
export const GO = 'g';
export const STOP = 's';

/** What a frame of output belongs to. */
export const STREAMS: Readonly<Record<string, 'stdout' | 'stderr' | undefined>> = {
  [OUTPUT]: 'stdout',
  [ERRORS]: 'stderr',
};

const SMALL: FrameRule = { most: 1024 };
/** A log line that went around standard output is longer than what is read from a pipe at once. */
const STREAM: FrameRule = { most: 128 * 1024, isStream: true };
/** A dump of at most 256 kB as JSON, and up to as many pids as there are. */
const EXIT_RULE: FrameRule = { most: 16 * 1024 * 1024 };
const ERROR_BYTES = 4 * 1024 * 1024;

/** What a supervisor may say while it has a job. `messageBytes`: how much about its end. */
export function frameRules(messageBytes: number): Readonly<Record<string, FrameRule | undefined>> {
  return {
    [STARTED]: SMALL,
    [OUTPUT]: STREAM,
    [ERRORS]: STREAM,
    [MESSAGE]: { most: messageBytes },
    [EXIT]: EXIT_RULE,
    [FREE]: SMALL,
  };
}

/** A result may be JSON text within JSON; an error has message and backtrace within their limits. */
export function mostMessageBytes(resultBytes: number): number {
  return 2 * resultBytes + ERROR_BYTES;
}

const NullableText = Type.Union([Type.String(), Type.Null()]);

const TrueSize = Type.Optional(Type.Union([Type.Integer(), Type.Null()]));

const ExceededSchema = Type.Object({
  name: Type.Union([
    Type.Literal('memoryBytes'),
    Type.Literal('processes'),
    Type.Literal('tasks'),
    Type.Literal('cpuSeconds'),
    Type.Literal('openFiles'),
    Type.Literal('fileBytes'),
    Type.Literal('folderBytes'),
  ]),
  limit: Type.Number(),
  reached: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
});
/** Of the limits of a job (jobLimits.ts), in their units. tasks: processes, as the kernel holds it: threads included. */
export type ExceededLimit = Static<typeof ExceededSchema>;

const ScriptErrorSchema = Type.Object({
  type: Type.String(),
  message: Type.String(),
  messageTruncatedFrom: TrueSize,
  backtrace: NullableText,
  backtraceTruncatedFrom: TrueSize,
  file: NullableText,
  line: Type.Union([Type.Integer(), Type.Null()]),
  function: NullableText,
  code: Type.Integer({ description: 'Result code; the argument of sys.exit() when that was called' }),
  exceeded: Type.Optional(Type.Union([ExceededSchema, Type.Null()], { description: 'The limit that it comes of' })),
});
export type ScriptError = Static<typeof ScriptErrorSchema>;

const StartedSchema = Type.Object({
  pid: Type.Integer({ minimum: 2 }),
  at: Type.Number({ description: 'Milliseconds of the monotonic clock' }),
});

const ResultMessage = Type.Object({
  k: Type.Literal('result'),
  value: Type.Unsafe<JsonValue>(Type.Unknown()),
  json: Type.Optional(
    Type.String({ description: 'The value as JSON text, when JavaScript would round a number of it' })
  ),
  truncatedFrom: Type.Optional(Type.Integer()),
});
const ErrorMessage = Type.Object({ k: Type.Literal('error'), error: ScriptErrorSchema });
const MessageSchema = Type.Union([ResultMessage, ErrorMessage]);
/** What the script's own process says of its end (runner/script_process.py): anything, should the script have written it. */
export type EndMessage = Static<typeof MessageSchema>;

const UnkillableSchema = Type.Array(Type.Object({ pid: Type.Integer(), state: Type.String() }));
export type Unkillable = Static<typeof UnkillableSchema>;

const ExitSchema = Type.Object({
  code: Type.Optional(Type.Integer()),
  signal: Type.Optional(Type.Integer()),
  phase: Type.Union([Type.Literal('before'), Type.Literal('in'), Type.Literal('after'), Type.Literal('untold')], {
    description: 'How far the script came with action(), as its process says; untold: it could not tell the end',
  }),
  dump: Type.String(),
  dumpTruncatedFrom: TrueSize,
  messageTooLarge: Type.Union([Type.Integer(), Type.Null()], { description: 'Bytes of a message that was not kept' }),
  ignored: Type.Integer({ description: "Packets on the job's channel that were no message of its own process" }),
  unkillable: UnkillableSchema,
  exceeded: Type.Optional(
    Type.Union([ExceededSchema, Type.Null()], { description: 'The limit that its processes were killed for' })
  ),
  outOfMemory: Type.Optional(
    Type.Boolean({ description: 'The kernel killed it for want of memory, but not for its own limit' })
  ),
  peakBytes: Type.Optional(
    Type.Number({ description: 'Most memory of its processes together, as far as it was measured' })
  ),
  folderLeft: Type.Optional(
    Type.Union([Type.String(), Type.Null()], { description: 'Why not all of its working folder could be removed' })
  ),
  orphaned: Type.Boolean({ description: 'Agent or zygote were gone: that is why it was killed' }),
});
export type ExitFrame = Static<typeof ExitSchema>;

const startedGuard = guardFor(StartedSchema);
const messageGuard = guardFor(MessageSchema);
const exitGuard = guardFor(ExitSchema);
const unkillableGuard = guardFor(UnkillableSchema);

export const parseStarted = (payload: Buffer): Static<typeof StartedSchema> | undefined => parse(payload, startedGuard);
export const parseMessage = (payload: Buffer): EndMessage | undefined => parse(payload, messageGuard);
export const parseExit = (payload: Buffer): ExitFrame | undefined => parse(payload, exitGuard);

/** The zygote's word for it; what is none counts as nobody. */
export const readUnkillable = (value: unknown): Unkillable => (unkillableGuard.accepts(value) ? value : []);

function parse<T>(payload: Buffer, guard: Guard<T>): T | undefined {
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'));
    return guard.accepts(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
