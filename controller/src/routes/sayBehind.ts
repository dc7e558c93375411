import { splitCondition, type Coverage, type EndpointName } from '@openvcloud/contract';
import { RawAnswer, StreamAnswer, type Call, type Handlers } from '../http/handler';
import { listSources } from '../sources/sources';
import type { Services } from './services';

/** As old as the answer to what is behind may be: every panel of every dashboard asks. */
const FRESH_MS = 2_000;

/** What answers say of the sources that are behind: one place, so that no list, count or graph forgets it. */
export function sayBehind(services: Pick<Services, 'database' | 'now'>, handlers: Handlers): Handlers {
  /** By the grid that the caller reads. */
  const kept = new Map<number | null, { at: number; behind: Promise<Behind[]> }>();
  const readBehind = (home: number | null): Promise<Behind[]> => {
    const at = services.now();
    let known = kept.get(home);
    if (known === undefined || Math.abs(at - known.at) > FRESH_MS) {
      const behind = listSources(services.database, home, at, {}).then(({ items }) =>
        items.flatMap((source) => (source.behind === null ? [] : [{ name: source.name, why: source.behind }]))
      );
      known = { at, behind };
      kept.set(home, known);
      behind.catch(() => kept.delete(home));
    }
    return known.behind;
  };
  const wrapped = Object.entries(handlers).map(([name, handler]) => [
    name,
    async (call: Call<EndpointName>) => {
      const answer: unknown = await (handler as (call: Call<EndpointName>) => Promise<unknown>)(call);
      if (!hasCoverage(answer)) {
        return answer;
      }
      const behind = (await readBehind(call.caller.gid))
        .filter((source) => isAsked(call.query, source.name))
        .map(({ why }) => why);
      return behind.length === 0 ? answer : { ...answer, coverage: { ...answer.coverage, behind } };
    },
  ]);
  // Each handler answers what it answered, with more in its coverage: TypeScript does not follow a table through entries.
  return Object.fromEntries(wrapped) as unknown as Handlers;
}

interface Behind {
  name: string;
  why: string;
}

function hasCoverage(answer: unknown): answer is { coverage: Coverage } {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    !(answer instanceof RawAnswer) &&
    !(answer instanceof StreamAnswer) &&
    'coverage' in answer
  );
}

/** Pure. Does a question that names sources mean this one? Of other conditions nobody knows which rows are missing. */
export function isAsked(query: unknown, source: string): boolean {
  const filters: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, 'filter') : undefined;
  const conditions = Array.isArray(filters) ? filters.map((text) => splitCondition(String(text))) : [];
  return conditions.every(([field, operator, ...values]) => {
    if (field !== 'source') {
      return true;
    }
    const isNamed = values.includes(source);
    if (operator === '=' || operator === 'in') {
      return isNamed;
    }
    return operator === '!=' || operator === 'not in' ? !isNamed : true;
  });
}
