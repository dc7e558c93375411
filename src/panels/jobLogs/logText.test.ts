import { type Condition } from '@openvcloud/contract/src/filter';
import { highlightParts } from './highlightParts';
import { chosenLevels, describeLevels, levelCondition } from './levelCondition';
import { foldMessage } from './LogMessage';
import { plainMessage } from './plainMessage';

describe('plainMessage', () => {
  it.each([
    ['colours', '\u001b[1;31mERROR\u001b[0m disk', 'ERROR disk'],
    [
      'titles and links of terminals',
      '\u001b]0;title\u0007text \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\',
      'text link',
    ],
    ['cursor moves', 'a\u001b[2Kb', 'ab'],
    ['progress bars', '10 %\r50 %\r100 %', '100 %'],
    ['line ends of Windows', 'a\r\nb\r\n', 'a\nb'],
    ['characters that disguise text', 'exe\u202ecod.txt', 'exe\ufffdcod.txt'],
    ['null bytes', 'a\u0000b', 'a\ufffdb'],
  ])('shows %s as plain text', (_, message, text) => {
    expect(plainMessage(message)).toBe(text);
  });

  it('keeps tabs, indents and markup as they are', () => {
    expect(plainMessage('\tif x:\n\t\t<b>&amp;')).toBe('\tif x:\n\t\t<b>&amp;');
  });
});

describe('highlightParts', () => {
  it('marks every hit whatever its case, and loses nothing', () => {
    expect(highlightParts('Error: no error', 'ERROR')).toEqual([
      { text: 'Error', isHit: true },
      { text: ': no ', isHit: false },
      { text: 'error', isHit: true },
    ]);
  });

  it.each(['', '   ', 'absent'])('leaves the text whole when searching %p', (search) => {
    expect(highlightParts('some text', search)).toEqual([{ text: 'some text', isHit: false }]);
  });
});

describe('foldMessage', () => {
  it('shows the first line only where lines do not wrap', () => {
    expect(foldMessage('a\nb', false)).toBe('a');
  });

  it('shows the beginning of a long message', () => {
    expect(foldMessage(Array.from({ length: 40 }, (_, i) => i).join('\n'), true).split('\n')).toHaveLength(12);
    expect(foldMessage('x'.repeat(100_000), true)).toHaveLength(1200);
    expect(foldMessage('short\ntext', true)).toBe('short\ntext');
  });

  it.each([true, false])('never cuts within a character, wrapped: %s', (isWrapped) => {
    expect(foldMessage(`${'x'.repeat(1199)}😀y`, isWrapped)).toBe('x'.repeat(1199));
  });
});

describe('levels', () => {
  it.each<[number[], Condition | undefined, string]>([
    [[1, 2, 3], { field: 'level', operator: 'range', values: ['', '4'] }, '≤ 3 warning'],
    [[5, 2], { field: 'level', operator: 'in', values: ['2', '5'] }, 'Levels 2, 5'],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9], undefined, 'All levels'],
    [[], undefined, 'All levels'],
  ])('%j is the condition %j, in words %s', (levels, condition, words) => {
    expect(levelCondition(levels)).toEqual(condition);
    expect(describeLevels(condition)).toBe(words);
  });

  it('reads levels out of any condition on them', () => {
    expect(chosenLevels({ field: 'level', operator: 'not in', values: ['8', '9'] })).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(chosenLevels({ field: 'level', operator: '=', values: ['2'] })).toEqual([2]);
  });
});
