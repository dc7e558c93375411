import { useEffect, useState } from 'react';
import { messageOf } from '../answer/errorOf';
import { type CompleteValues, type FieldValue } from './valueCompletion';

export interface Suggestions {
  values: FieldValue[];
  isLoading: boolean;
  error?: string;
}

const LOADING: Suggestions = { values: [], isLoading: true };
const TYPING_PAUSE_MS = 200;

/** Asks once typing pauses; answers that come after the next question are dropped. */
export function useSuggestions(field: string, search: string, isOpen: boolean, complete?: CompleteValues): Suggestions {
  const [answer, setAnswer] = useState<Suggestions & { search?: string }>(LOADING);

  useEffect(() => {
    if (!isOpen || complete === undefined) {
      return;
    }
    let isWanted = true;
    const settle = (next: Suggestions) => isWanted && setAnswer({ ...next, search });
    const timer = setTimeout(
      () =>
        complete(field, search).then(
          (values) => settle({ values, isLoading: false }),
          (error: unknown) => settle({ values: [], isLoading: false, error: messageOf(error) })
        ),
      search === '' ? 0 : TYPING_PAUSE_MS
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [field, search, isOpen, complete]);

  return answer.search === search ? answer : { ...answer, isLoading: true };
}
