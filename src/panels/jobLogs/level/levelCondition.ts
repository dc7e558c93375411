import { type Condition } from '@openvcloud/contract/src/filter';
import { isLogLevel, LEVELS, levelWord } from './logLevel';

/** Levels a condition lets through; all of them without one. */
export function chosenLevels(condition: Condition | undefined): number[] {
  if (condition === undefined) {
    return [...LEVELS];
  }
  const [first = '', second = ''] = condition.values;
  switch (condition.operator) {
    case 'range':
      return LEVELS.filter(
        (level) => (first === '' || level >= Number(first)) && (second === '' || level < Number(second))
      );
    case '!=':
    case 'not in':
      return LEVELS.filter((level) => !condition.values.includes(String(level)));
    default:
      return condition.values.map(Number).filter(isLogLevel);
  }
}

/** Down to a level is a range; other sets are listed; all levels, or none, is no condition. */
export function levelCondition(levels: readonly number[]): Condition | undefined {
  const sorted = LEVELS.filter((level) => levels.includes(level));
  if (sorted.length === 0 || sorted.length === LEVELS.length) {
    return undefined;
  }
  const lowest = sorted.length;
  const isDownTo = sorted.at(-1) === lowest;
  return isDownTo
    ? { field: 'level', operator: 'range', values: ['', String(lowest + 1)] }
    : { field: 'level', operator: 'in', values: sorted.map(String) };
}

export function describeLevels(condition: Condition | undefined): string {
  const levels = chosenLevels(condition);
  const last = levels.at(-1);
  if (condition === undefined || last === undefined) {
    return 'All levels';
  }
  return levels.length === last ? `≤ ${last} ${levelWord(last)}` : `Levels ${levels.join(', ')}`;
}
