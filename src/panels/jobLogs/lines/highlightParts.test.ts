import { highlightParts } from './highlightParts';

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

  it('marks hits side by side, at the start and at the end', () => {
    expect(highlightParts('aaXa', 'a')).toEqual([
      { text: 'a', isHit: true },
      { text: 'a', isHit: true },
      { text: 'X', isHit: false },
      { text: 'a', isHit: true },
    ]);
    expect(highlightParts('text', ' text ')).toEqual([{ text: 'text', isHit: true }]);
    expect(highlightParts('', 'x')).toEqual([{ text: '', isHit: false }]);
  });

  it('marks nothing where letters change their length with their case: the places would be wrong', () => {
    expect(highlightParts('İ disk', 'disk')).toEqual([{ text: 'İ disk', isHit: false }]);
  });
});
