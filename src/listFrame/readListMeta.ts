import { type DataFrame, type QueryResultMetaNotice } from '@grafana/data';
import { type Coverage, type Page, type Total } from '@openvcloud/contract';

/** What a list answer says about itself: how much there is, where this page lies, and what was left out. */
export interface ListMeta {
  total?: Total;
  page: Page;
  coverage?: Coverage;
  notices: QueryResultMetaNotice[];
  /** The request that it answers, as one would type it. */
  executed?: string;
}

/** Reads `meta.custom` of a list frame; frames of other data sources have none, and then nothing can be paged. */
export function readListMeta(frame: DataFrame | undefined): ListMeta {
  const custom = asRecord(frame?.meta?.custom);
  return {
    total: readTotal(custom.total),
    page: readPage(custom.page, frame?.length ?? 0),
    coverage: readCoverage(custom.coverage),
    notices: frame?.meta?.notices ?? [],
    executed: frame?.meta?.executedQueryString,
  };
}

function readTotal(value: unknown): Total | undefined {
  const { value: count, relation } = asRecord(value);
  return typeof count === 'number' ? { value: count, relation: relation === 'gte' ? 'gte' : 'eq' } : undefined;
}

function readPage(value: unknown, rows: number): Page {
  const { next, prev, limit, offset } = asRecord(value);
  return {
    next: asText(next),
    prev: asText(prev),
    limit: typeof limit === 'number' ? limit : rows,
    offset: typeof offset === 'number' ? offset : null,
  };
}

function readCoverage(value: unknown): Coverage | undefined {
  const { asOf, from, to, isCut, notice } = asRecord(value);
  if (typeof asOf !== 'number') {
    return undefined;
  }
  return { asOf, from: asNumber(from), to: asNumber(to), isCut: isCut === true, notice: asText(notice) };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function asNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
