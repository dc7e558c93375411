import { useCallback, useMemo, useState } from 'react';

/** The jobs that a viewer has marked to act on; they stay marked when the list moves to another page. */
export interface MarkedJobs {
  guids: readonly string[];
  isMarked: (guid: string) => boolean;
  toggle: (guid: string) => void;
  /** All of these, or none of them when all are marked. */
  toggleAll: (guids: readonly string[]) => void;
  clear: () => void;
}

export function useMarkedJobs(): MarkedJobs {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (guid: string) => setMarked((before) => (before.has(guid) ? without(before, [guid]) : new Set([...before, guid]))),
    []
  );
  const toggleAll = useCallback(
    (guids: readonly string[]) =>
      setMarked((before) =>
        guids.every((guid) => before.has(guid)) ? without(before, guids) : new Set([...before, ...guids])
      ),
    []
  );
  const clear = useCallback(() => setMarked(new Set()), []);
  return useMemo(
    () => ({ guids: [...marked], isMarked: (guid: string) => marked.has(guid), toggle, toggleAll, clear }),
    [marked, toggle, toggleAll, clear]
  );
}

function without(marked: ReadonlySet<string>, guids: readonly string[]): ReadonlySet<string> {
  return new Set([...marked].filter((guid) => !guids.includes(guid)));
}
