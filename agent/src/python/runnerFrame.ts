import { Type, type Static } from '@sinclair/typebox';
import { type JsonValue } from '@openvcloud/contract';
import { guardFor } from '../wire/contractGuard';

/** What runner/script_process.py and runner/supervisor.py say on a job's control connection. */
const NullableText = Type.Union([Type.String(), Type.Null()]);

const TrueSize = Type.Optional(Type.Union([Type.Integer(), Type.Null()]));

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
});
export type ScriptError = Static<typeof ScriptErrorSchema>;

const StartedFrame = Type.Object({
  k: Type.Literal('started'),
  pid: Type.Integer(),
  at: Type.Number({ description: 'Milliseconds of the monotonic clock' }),
});
const ResultFrame = Type.Object({
  k: Type.Literal('result'),
  value: Type.Unsafe<JsonValue>(Type.Unknown()),
  json: Type.Optional(
    Type.String({ description: 'The value as JSON text, when JavaScript would round a number of it' })
  ),
  truncatedFrom: Type.Optional(Type.Integer()),
});
const ErrorFrame = Type.Object({ k: Type.Literal('error'), error: ScriptErrorSchema });
const ExitFrameSchema = Type.Object({
  k: Type.Literal('exit'),
  code: Type.Optional(Type.Integer()),
  signal: Type.Optional(Type.Integer()),
  dump: Type.String(),
  dumpTruncatedFrom: TrueSize,
  orphaned: Type.Boolean(),
});
export type ExitFrame = Static<typeof ExitFrameSchema>;

const RunnerFrameSchema = Type.Union([StartedFrame, ResultFrame, ErrorFrame, ExitFrameSchema]);
export type RunnerFrame = Static<typeof RunnerFrameSchema>;

const frameGuard = guardFor(RunnerFrameSchema);

export function parseFrame(line: string): RunnerFrame | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return frameGuard.accepts(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
