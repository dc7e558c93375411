import { ApiError } from '../errors/errors';
import { toApiError } from '../errors/toApiError';

export const OUT_OF_TIME = Symbol('out of time');

/** What the statements of `work` answer, or OUT_OF_TIME when one of them hit its budget. */
export async function withinBudget<Result>(work: Promise<Result>): Promise<Result | typeof OUT_OF_TIME> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ApiError) && toApiError(error).code === 'QUERY_BUDGET') {
      return OUT_OF_TIME;
    }
    throw error;
  }
}
