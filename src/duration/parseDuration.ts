const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * "250ms", "1.5s", "2m", "1h30m", "1 d" → milliseconds; a bare number is seconds; undefined when it is no duration.
 */
export function parseDuration(text: string): number | undefined {
  const compact = text.toLowerCase().replace(/\s+/g, '');
  if (/^\d+(\.\d+)?$/.test(compact)) {
    return Math.round(Number(compact) * 1000);
  }
  if (!/^(\d+(\.\d+)?(ms|min|[smhd]))+$/.test(compact)) {
    return undefined;
  }
  let total = 0;
  for (const [, amount, unit] of compact.matchAll(/(\d+(?:\.\d+)?)(ms|min|[smhd])/g)) {
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  }
  return Math.round(total);
}

/** The shortest text that parseDuration reads back to the same number: 5000 → "5s", 90_000 → "90s", 120_000 → "2m". */
export function writeDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const size = UNIT_MS[unit] ?? 1;
    if (ms !== 0 && ms % size === 0) {
      return `${ms / size}${unit}`;
    }
  }
  return ms === 0 ? '0s' : `${ms}ms`;
}
