import { LIMITS, type ResultReport } from '@openvcloud/contract';
import { isDeeper } from '../text/isDeeper';
import { outcomeOf, type Outcome } from '../jobs/outcome';
import { RefusedReport, type ReportedJob } from './reportPlan';

/** Refuses an end that does not say what it must. */
export function checkEnd({ state, error, result, resultJson }: ResultReport): void {
  if (isDeeper(resultJson === undefined ? result : parseResult(resultJson), LIMITS.jsonLevels)) {
    throw new RefusedReport(`expected a result nested at most ${LIMITS.jsonLevels} levels deep, got a deeper one`);
  }
  if (state !== 'OK' && error === undefined) {
    throw new RefusedReport(`expected an error in a result that is ${state}, got none`);
  }
}

function parseResult(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusedReport('expected JSON in resultJson, got other text');
  }
}

export function reportedOutcome(report: ResultReport, { state, nativeState }: ReportedJob): Outcome {
  const isOk = state === 'OK';
  return outcomeOf({
    nativeState,
    resultCode: report.resultCode ?? null,
    // JSON has no undefined: a JumpScript that returned nothing returned null.
    result: isOk ? (report.result ?? null) : report.result,
    resultJson: report.resultJson,
    resultTruncated: report.resultTruncated ?? null,
    error: isOk ? undefined : report.error,
  });
}
