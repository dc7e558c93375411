import { ApiError } from '../errors/errors';

/** A database that hangs, or a network that swallows, does not even refuse: whoever must answer soon does not wait for it. */
export async function answerWithin<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const message = `Expected the database to answer within ${ms / 1000} s, got nothing.`;
      reject(new ApiError('DATABASE_UNAVAILABLE', message));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
