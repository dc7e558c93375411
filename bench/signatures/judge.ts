/** A failure with its kind, and the signature it got. */
export interface Signed {
  kind: string;
  signature: string;
}

export interface Verdict {
  failures: number;
  kinds: number;
  /** Signatures that failures of several kinds have: each hides one behind another. */
  wrongMerges: Array<{ signature: string; kinds: string[] }>;
  /** Of all pairs of failures of one kind, those with one signature; 0 to 1. */
  pairsJoined: number;
  /** Kinds with more than one signature, the worst first. */
  split: Array<{ kind: string; pairsJoined: number; signatures: string[] }>;
}

export function judge(signed: readonly Signed[]): Verdict {
  const byKind = grouped(signed, ({ kind }) => kind);
  const bySignature = grouped(signed, ({ signature }) => signature);
  const kinds = [...byKind].map(([kind, failures]) => {
    const signatures = grouped(failures, ({ signature }) => signature);
    const joined = [...signatures.values()].reduce((sum, { length }) => sum + pairs(length), 0);
    return { kind, joined, all: pairs(failures.length), signatures: [...signatures.keys()] };
  });
  return {
    failures: signed.length,
    kinds: kinds.length,
    wrongMerges: [...bySignature]
      .map(([signature, failures]) => ({ signature, kinds: [...grouped(failures, ({ kind }) => kind).keys()] }))
      .filter((merge) => merge.kinds.length > 1),
    pairsJoined: share(total(kinds, 'joined'), total(kinds, 'all')),
    split: kinds
      .filter(({ signatures }) => signatures.length > 1)
      .map(({ kind, joined, all, signatures }) => ({ kind, pairsJoined: share(joined, all), signatures }))
      .sort((a, b) => a.pairsJoined - b.pairsJoined),
  };
}

function grouped(signed: readonly Signed[], key: (one: Signed) => string): Map<string, Signed[]> {
  const groups = new Map<string, Signed[]>();
  signed.forEach((one) => groups.set(key(one), [...(groups.get(key(one)) ?? []), one]));
  return groups;
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}

function total<Name extends string>(rows: ReadonlyArray<Record<Name, number>>, name: Name): number {
  return rows.reduce((sum, row) => sum + row[name], 0);
}

function share(part: number, all: number): number {
  return all === 0 ? 1 : part / all;
}
