import { JOB_FIELDS, type Condition, type JobField } from '@openvcloud/contract/src/filter';
import { readConditionText, shortForms, writeConditionText } from './conditionText';

function read(field: JobField, text: string) {
  return readConditionText(text, field, JOB_FIELDS[field]);
}

describe('readConditionText', () => {
  it.each<[JobField, string, Condition['operator'], string[]]>([
    ['cmd', 'echo', 'contains', ['echo']],
    ['cmd', '!echo', 'not contains', ['echo']],
    ['cmd', '=echo', '=', ['echo']],
    ['cmd', '!=echo', '!=', ['echo']],
    ['cmd', 'a,b', 'in', ['a', 'b']],
    ['cmd', '!a, b', 'not in', ['a', 'b']],
    ['cmd', 'a, ,b,', 'in', ['a', 'b']],
    ['cmd', '!   echo', 'not contains', ['echo']],
    ['cmd', '="a,b"', '=', ['a,b']],
    ['cmd', '^check_', 'startsWith', ['check_']],
    ['cmd', '^a,b', 'startsWith', ['a,b']],
    ['tags', '^disk', 'contains', ['^disk']],
    ['cmd', '/^check_/', 'regex', ['^check_']],
    ['cmd', '!/^check_/', 'not regex', ['^check_']],
    ['cmd', ' echo ', 'contains', ['echo']],
    ['cmd', '!  echo', 'not contains', ['echo']],
    ['cmd', 'a! b', 'contains', ['a! b']],
    ['cmd', '= echo', '=', ['echo']],
    ['cmd', '//', 'contains', ['//']],
    ['cmd', '!//', 'not contains', ['//']],
    ['cmd', '/', 'contains', ['/']],
    ['cmd', '/etc', 'contains', ['/etc']],
    ['cmd', 'etc/', 'contains', ['etc/']],
    ['cmd', '/ a /', 'regex', ['a']],
    ['cmd', '/"a"/', 'regex', ['"a"']],
    ['cmd', '/a,b/', 'regex', ['a,b']],
    ['cmd', 'a,"b,c", "d" ', 'in', ['a', 'b,c', 'd']],
    ['cmd', 'a, "b,c"', 'in', ['a', 'b,c']],
    ['cmd', 'a,"b,c" d', 'in', ['a', '"b,c" d']],
    ['cmd', 'a"b,c"d', 'in', ['a"b', 'c"d']],
    ['cmd', 'a,,b', 'in', ['a', 'b']],
    ['cmd', '!=a,b', 'not in', ['a', 'b']],
    ['cmd', '="a\\"b"', '=', ['a"b']],
    ['cmd', '="a" b', '=', ['"a" b']],
    ['cmd', '=a "b"', '=', ['a "b"']],
    ['cmd', '^"a"', 'startsWith', ['a']],
    ['cmd', 'echo,', 'contains', ['echo']],
    ['resultPreview', 'a,b', 'contains', ['a,b']],
    ['resultPreview', '=3', 'contains', ['=3']],
    ['tags', 'disk', 'contains', ['disk']],
    ['runMs', '>5s', 'range', ['5001', '']],
    ['runMs', '>=5s', 'range', ['5000', '']],
    ['runMs', '<2m', 'range', ['', '120000']],
    ['runMs', '<=2m', 'range', ['', '120001']],
    ['runMs', '1m..2m', 'range', ['60000', '120001']],
    ['runMs', '..2m', 'range', ['', '120001']],
    ['runMs', '5s', 'range', ['5000', '']],
    ['timeoutSeconds', '>5m', 'range', ['301', '']],
    ['nid', '3', '=', ['3']],
    ['nid', '!3', '!=', ['3']],
    ['nid', '1,2', 'in', ['1', '2']],
    ['nid', '!1,2', 'not in', ['1', '2']],
    ['nid', '>5', 'range', ['6', '']],
  ])('reads %s %p as %s %j', (field, text, operator, values) => {
    expect(read(field, text)).toEqual({ kind: 'condition', condition: { field, operator, values } });
  });

  it('reads blanks as no condition', () => {
    expect(read('cmd', '  ')).toEqual({ kind: 'empty' });
  });

  it.each<[JobField, string]>([
    ['runMs', 'fast'],
    ['runMs', '>'],
    ['runMs', '..'],
    ['nid', 'five'],
    ['nid', '1,x'],
  ])('says which numbers are expected for %s %p', (field, text) => {
    expect(read(field, text)).toEqual({ kind: 'fault', expected: expect.stringMatching(/^a (number|duration)/) });
  });

  it.each<[JobField, string]>([
    ['cmd', '!'],
    ['cmd', '='],
    ['cmd', '! '],
    ['cmd', ','],
    ['cmd', '=,'],
    ['tags', '!'],
  ])('says that a value is expected for %s %p', (field, text) => {
    expect(read(field, text)).toEqual({ kind: 'fault', expected: 'a value after the sign, e.g. !echo or =echo' });
  });
});

describe('writeConditionText', () => {
  it.each<[JobField, Condition['operator'], string[], string]>([
    ['state', '=', ['ERROR'], '=ERROR'],
    ['state', 'in', ['ERROR', 'TIMEOUT'], 'ERROR,TIMEOUT'],
    ['state', 'in', ['ERROR'], '=ERROR'],
    ['state', 'not in', ['OK'], '!=OK'],
    ['runMs', 'range', ['5001', ''], '>5s'],
    ['runMs', 'range', ['5000', ''], '>=5s'],
    ['runMs', 'range', ['', '120001'], '<=2m'],
    ['runMs', 'range', ['60000', '120001'], '1m..2m'],
    ['timeoutSeconds', 'range', ['301', ''], '>5m'],
    ['cmd', 'contains', ['a,b'], '"a,b"'],
    ['cmd', '=', ['say "hi", twice'], '="say \\"hi\\", twice"'],
    ['resultPreview', 'contains', ['a,b'], 'a,b'],
    ['resultPreview', 'contains', ['!x'], '"!x"'],
    ['nid', 'in', ['1', '2'], '=1,2'],
    ['cmd', '=', [''], '=""'],
    ['cmd', '=', [' a'], '=" a"'],
    ['cmd', '=', ['a b'], '=a b'],
    ['cmd', '=', ['a"b'], '=a"b'],
    ['cmd', '=', ['"a'], '="\\"a"'],
    ['cmd', 'regex', ['a,"b'], '/a,"b/'],
    ['cmd', 'not regex', ['a'], '!/a/'],
  ])('writes %s %s %j as %s', (field, operator, values, text) => {
    expect(writeConditionText({ field, operator, values }, JOB_FIELDS[field])).toBe(text);
  });

  it.each<[JobField, Condition['operator'], string[]]>([
    ['cmd', '=', ['!x']],
    ['cmd', '!=', ['a,b']],
    ['cmd', 'in', ['a,b', 'c"d', 'e\\f']],
    ['cmd', 'not in', ['=a', 'b']],
    ['cmd', 'contains', ['=a']],
    ['cmd', 'contains', ['^a']],
    ['cmd', 'startsWith', ['^a,b']],
    ['resultPreview', 'startsWith', ['!a']],
    ['cmd', 'not contains', ['/a/']],
    ['cmd', 'regex', ['^a,b|!']],
    ['resultPreview', 'not contains', ['"q"']],
    ['runMs', 'range', ['1', '2']],
    ['runMs', 'range', ['1234', '']],
    ['nid', '=', ['-3']],
    ['nid', 'not in', ['1', '2']],
  ])('writes %s %s %j so that it reads back', (field, operator, values) => {
    const written = writeConditionText({ field, operator, values }, JOB_FIELDS[field]);
    expect(read(field, written)).toEqual({ kind: 'condition', condition: { field, operator, values } });
  });
});

describe('shortForms', () => {
  it('say for each operator how it is typed', () => {
    expect(shortForms('keyword')).toEqual(
      expect.arrayContaining(['text contains', '=text is', '!=text is not', '/text/ matches regex', 'a,b is one of'])
    );
  });
});
