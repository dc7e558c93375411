import { checkSyntax } from './checkSyntax';
import type { SourceFault } from './python/tokenize';
import { toPython3 } from './python/toPython3';

/**
 * What is wrong with each source, in Python 3 and in Python 2 alike. One of Python 2 is not called broken: it may run where
 * its agent has an interpreter for it, and where not the job's own error says so. undefined: there is no python3 to ask.
 */
export async function judgeSyntax(
  sources: readonly string[],
  python?: string
): Promise<Array<SourceFault | null> | undefined> {
  const faults = await checkSyntax(sources, python);
  const rewritten = (faults ?? []).flatMap((fault, index) => {
    const text = fault === null ? undefined : toPython3(sources[index] ?? '');
    return text === undefined ? [] : [{ index, text }];
  });
  const others = await checkSyntax(
    rewritten.map(({ text }) => text),
    python
  );
  rewritten.forEach(({ index }, place) => {
    faults?.splice(index, 1, others?.[place] ?? null);
  });
  return faults;
}
