import { type DataFrame } from '@grafana/data';
import { useEffect, useRef, useState } from 'react';
import { type Observable } from 'rxjs';
import { messageOf } from '../../answer/errorOf';
import { framesAfter } from '../../pageQuery/askDataSource';

interface Asked {
  frames: DataFrame[];
  isLoading: boolean;
  error?: string;
}

interface Answered {
  subject: string;
  run: string;
  frames: DataFrame[];
  error?: string;
}

const NOTHING: DataFrame[] = [];

/**
 * Asks once per `run`; what was answered about the same `subject` stays shown until then, and when it fails. An answer that is
 * no longer wanted is cancelled.
 */
export function useAsked(subject: string, run: string, ask: () => Observable<DataFrame[]>): Asked {
  const [answered, setAnswered] = useState<Answered>();
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    const subscription = latest.current().subscribe({
      next: (frames) => setAnswered({ subject, run, frames }),
      error: (error: unknown) =>
        setAnswered((former) => ({
          subject,
          run,
          frames: framesAfter(error, former?.subject === subject ? former.frames : NOTHING),
          error: messageOf(error),
        })),
    });
    return () => subscription.unsubscribe();
  }, [subject, run]);
  const own = answered?.subject === subject ? answered : undefined;
  return { frames: own?.frames ?? NOTHING, isLoading: own?.run !== run, error: own?.error };
}
