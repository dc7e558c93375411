import type { Condition } from '@openvcloud/contract';
import { costOf, MOST_COST, refuseCostly } from './regexCost';

const times = (text: string, count: number) => text.repeat(count);
const names = (count: number) => Array.from({ length: count }, (_, index) => `node-${index}`).join('|');

describe('the cost of a regular expression', () => {
  it.each([
    'timeout|refused|reset by peer',
    '^Connection to [a-z0-9.-]+:[0-9]{1,5} refused',
    '(?i)no space left on device',
    '\\yOOM\\y|\\mkilled\\M',
    '^(?!.*retry).*failed$',
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
    '(x+x+)+y',
    '(a|aa)+$',
    'error.{0,200}disk',
    '((a{10}){10}){2}',
    times('\\b', 100),
    names(300),
    '***=a{255}(b{255}){255}',
    '(?q)((((a{255}){255}){255}',
    'a{2',
    'a{,5}b{x}',
    '[]a{255}](b',
    '[^](?#]{3}',
    '',
  ])('is little for %s', (pattern) => {
    expect(costOf(pattern)).toBeLessThan(MOST_COST);
  });

  it.each([
    ['many optional parts in a row', times('a?', 1000) + times('a', 1000), 'a?a?a?'],
    ['the same, repeated', '(a?){200}a{200}', '(a?){200}'],
    ['the same, as classes', times('[ab]?', 100), '[ab]?[ab]?'],
    ['the same, by their numbers', times('a?\\x61?', 60), 'a?\\x61?'],
    ['the same in both cases', `(?i)${times('a?A?', 60)}`, 'a?a?'],
    ['the same with comments between', `b(a?){200}(?#)`, '(a?){200}'],
    ['what a comment stands after', '((a?b?){9}c?)(?#x){255}', '((a?b?){9}c?)(?#x){255}'],
    ['what stands after a bracket with a comment sign', `[(?#]${times('a?', 100)}`, '[(?#]a?a?'],
    ['repetition of repetition', 'x(((a{50}){50}){50})y', '(a{50}){50}'],
    ['nested bounds', '((a{0,50}){0,50})', '(a{0,50}){0,50}'],
    ['bounds without an end', '((ab?){40,}){40,}', '((ab?){40,}){40,}'],
    ['very many alternatives', names(1000).slice(0, 5000), 'node-0|node-1'],
    ['looks ahead', '(?=.*a)(?=.*b)(?=.*c)(?=.*d)x', '(?=.*a)'],
    ['a look ahead of a long text', `(?=${times('e', 100)})`, '(?=eee'],
    ['looks ahead, repeated', '((?=.*a)b){9}', '((?=.*a)b){9}'],
    ['edges in a row', times('\\y', 20), '\\y\\y'],
    ['edges in loops', times('(^|a|$)*', 40), '(^|a|$)*'],
    ['edges of words in brackets', times('[[:<:]]', 9), '[[:<:]]'],
    ['back-references', '(.*)(.*)\\1\\2', 'back-reference \\1'],
    ['another kind of expression', '(?x)a {255}', 'option (?x)'],
    ['another kind of expression, said first', '***:(?e)a', 'option (?e)'],
    ['groups in groups', `${times('(', 60)}a${times(')', 60)}`, '50 groups'],
    ['its length', times('a', 6000), '6000'],
  ])('is too much with %s, and the answer names that part', (_, pattern, part) => {
    expect(() => costOf(pattern)).toThrow(
      expect.objectContaining({ code: 'REGEX_COST', status: 400, detail: expect.stringContaining(part) })
    );
  });

  it('counts what stands in brackets, groups and classes as PostgreSQL reads it', () => {
    const cost = costOf('a{100}b');
    for (const same of ['(?:a){100}b', '(a){100}?b', 'a{100}(?#a{255})b', 'a{50}a{50}b']) {
      expect(costOf(same)).toBeCloseTo(cost, 5);
    }
    for (const set of ['[a]', '[]]', '[^]a]', '[[:alpha:]|(]', '[\\]]', '[[.a.]]', '\\d', '.', '\\u0061', '\\x61']) {
      expect(costOf(`${set}{100}`)).toBe(costOf('.{100}'));
    }
  });

  const matches = (...patterns: string[]): Condition[] =>
    patterns.map((pattern) => ({ field: 'errorMessage', operator: 'regex', values: [pattern] }));

  it('of several in one question is counted together, and they are at most sixteen', () => {
    expect(() => refuseCostly(matches('a.{150}b', 'c.{150}d'))).not.toThrow();
    expect(() => refuseCostly(matches('a.{150}b', 'c.{150}d', 'e.{150}f', 'g.{150}h'))).toThrow(/together, got 4/);
    expect(() => refuseCostly(matches(...times('x', 16)))).not.toThrow();
    expect(() => refuseCostly(matches(...times('x', 17)))).toThrow(/at most 16 .*, got 17/);
    expect(() => refuseCostly([{ field: 'cmd', operator: 'contains', values: [times('a?', 1000)] }])).not.toThrow();
  });
});
