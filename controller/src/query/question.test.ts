import { jobQuestion, jumpscriptQuestion, logQuestion } from './question';

describe('a question', () => {
  it('is parsed from what came over the wire, by the fields of its table', () => {
    const filter = ['state|in|ERROR|TIMEOUT', 'args|contains|a\\|b'];
    expect(jobQuestion({ filter, q: 'disk', from: 1, to: 2, timeField: 'timeStop' })).toEqual({
      conditions: [
        { field: 'state', operator: 'in', values: ['ERROR', 'TIMEOUT'] },
        { field: 'args', operator: 'contains', values: ['a|b'] },
      ],
      search: 'disk',
      from: 1,
      to: 2,
      timeField: 'timeStop',
    });
    expect(logQuestion({ filter: ['level|=|3'] })).toEqual({
      conditions: [{ field: 'level', operator: '=', values: ['3'] }],
      search: '',
    });
    expect(jobQuestion({})).toEqual({ conditions: [], search: '', timeField: 'timeCreate' });
  });

  it('about JumpScripts has no time: they are what exists now', () => {
    expect(jumpscriptQuestion({ filter: ['name|=|a'], from: 5, to: 5 })).toEqual({
      conditions: [{ field: 'name', operator: '=', values: ['a'] }],
      search: '',
    });
  });

  it.each([
    [{ filter: ['level|=|3'] }, 'UNKNOWN_FILTER_FIELD', /^Expected one of guid, id, .*, got filter "level\|=\|3"\.$/],
    [{ filter: ['state|=|OK', 'state|~|OK'] }, 'UNKNOWN_FILTER_OPERATOR', /got filter "state\|~\|OK"/],
    [{ filter: ['nid|=|one'] }, 'BAD_FILTER_VALUE', /Expected a number, got filter/],
    [{ filter: [`nid|=|${'x'.repeat(500)}`] }, 'BAD_FILTER_VALUE', /got filter "nid\|=\|x{194}"\.$/],
    [{ filter: ['constructor|=|1'] }, 'UNKNOWN_FILTER_FIELD', /Expected one of guid/],
    [{ filter: ['cmd|=|a\0'] }, 'BAD_PARAMETER', /Expected filter without NUL/],
    [{ q: 'a\0b' }, 'BAD_PARAMETER', /Expected q without NUL/],
    [{ from: 7, to: 7 }, 'BAD_TIME_RANGE', /Expected from before to, got from 7 and to 7/],
    [{ from: 8, to: 7 }, 'BAD_TIME_RANGE', /got from 8 and to 7/],
  ])('that cannot be asked, as %j, says what was expected', (wire, code, detail) => {
    expect(() => jobQuestion(wire)).toThrow(expect.objectContaining({ code, detail: expect.stringMatching(detail) }));
  });

  it('may be open at either end', () => {
    expect(logQuestion({ from: 9 })).toEqual({ conditions: [], search: '', from: 9 });
    expect(logQuestion({ to: 9 })).toEqual({ conditions: [], search: '', to: 9 });
  });
});
