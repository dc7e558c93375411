import { OPERATORS, type Condition } from '@openvcloud/contract';
import { ApiError } from '../errors/errors';
import { firstCharacters } from '../text/firstCharacters';
import { sizeOfRegex } from './regexSize';
import { parseRegex, RefusedPart, type RegexNode } from './regexTree';

/**
 * What the expressions of one question may cost together: about as many milliseconds as PostgreSQL needs to look for them in
 * 1,100 texts of 200 characters, of the kind that is worst for them (measured with PostgreSQL 18).
 */
export const MOST_COST = 1_000;
/** PostgreSQL remembers 32 compiled expressions; beyond, it compiles each anew for every row. Two questions may be one statement. */
const MOST_PATTERNS = 16;
const MOST_CHARS = 5_000;
/** Ways through edges in a row double with each. */
const MOST_EDGES = 8;

const MS_PER_STEP = 0.6;
const MS_PER_STEP_BESIDE_LOOKS = 1.8;
/** At every character of the text it may be asked about all that follow. */
const MS_PER_LOOK = 250;
const MS_PER_LOOK_PLACE = 40;
const MS_PER_PLACE = 0.6;

/** Pure. Refuses regular expressions that PostgreSQL would be busy with for long: while one is compiled and asked, others wait. */
export function refuseCostly(conditions: readonly Condition[]): void {
  const patterns = conditions.flatMap(({ operator, values }) =>
    OPERATORS[operator].takes === 'pattern' ? values : []
  );
  if (patterns.length > MOST_PATTERNS) {
    throw new ApiError(
      'REGEX_COST',
      `Expected at most ${MOST_PATTERNS} regular expressions in one question, got ${patterns.length}.`,
      { action: 'Put alternatives into one expression, as in a|b, or use in and contains.' }
    );
  }
  const together = patterns.reduce((sum, pattern) => sum + costOf(pattern), 0);
  if (together > MOST_COST) {
    throw new ApiError(
      'REGEX_COST',
      `Expected regular expressions that cost at most ${MOST_COST} together, got ${patterns.length} of ${Math.round(together)}.`
    );
  }
}

/** Pure. @throws REGEX_COST, which names the part that costs too much. */
export function costOf(pattern: string): number {
  if (pattern.length > MOST_CHARS) {
    throw tooCostly(`at most ${MOST_CHARS} characters`, `${pattern.length}`, pattern);
  }
  const tree = read(pattern);
  const { edges } = sizeOfRegex(tree);
  if (edges > MOST_EDGES) {
    throw tooCostly(`at most ${MOST_EDGES} of ^ $ \\y \\m \\M and looks in a row`, `${edges}`, pattern);
  }
  const cost = costOfNode(tree);
  if (cost > MOST_COST) {
    const { text } = costliest(tree);
    const got = Number.isFinite(cost) ? `about ${Math.round(cost)}` : 'more than can be counted';
    throw tooCostly(`a cost of at most ${MOST_COST}`, got, text);
  }
  return cost;
}

function read(pattern: string): RegexNode {
  try {
    return parseRegex(pattern);
  } catch (error) {
    if (error instanceof RefusedPart) {
      throw tooCostly('none with parts whose cost cannot be foreseen', error.message, pattern);
    }
    throw error;
  }
}

function costOfNode(node: RegexNode): number {
  const { places, apart, steps, looks, lookPlaces } = sizeOfRegex(node);
  return (
    steps * MS_PER_STEP +
    Math.sqrt(places * apart) * MS_PER_PLACE +
    looks * MS_PER_LOOK +
    lookPlaces * MS_PER_LOOK_PLACE
  );
}

/** The smallest part that is too much by itself. */
function costliest(node: RegexNode): RegexNode {
  const inner = partsOf(node).find((part) => costOfNode(part) > MOST_COST);
  return inner === undefined ? node : costliest(inner);
}

function partsOf(node: RegexNode): readonly RegexNode[] {
  switch (node.kind) {
    case 'sequence':
    case 'either':
      return node.parts;
    case 'repeat':
    case 'look':
      return [node.body];
    default:
      return [];
  }
}

function tooCostly(expected: string, got: string, part: string): ApiError {
  const shown = part.length > 60 ? `${firstCharacters(part, 60)}...` : part;
  return new ApiError('REGEX_COST', `Expected of a regular expression ${expected}, got ${got}: "${shown}".`);
}
