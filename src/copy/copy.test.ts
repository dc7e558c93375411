import { dateTime } from '@grafana/data';
import userEvent from '@testing-library/user-event';
import { absoluteTimeLink } from './absoluteTimeLink';
import { copyText } from './copyText';

describe('copyText', () => {
  it('puts the text into the clipboard', async () => {
    userEvent.setup(); // it has a clipboard
    Object.assign(window, { isSecureContext: true });
    await expect(copyText('a\nb')).resolves.toBe(true);
    await expect(navigator.clipboard.readText()).resolves.toBe('a\nb');
  });

  it('says so when the browser refuses', async () => {
    userEvent.setup();
    Object.assign(window, { isSecureContext: true });
    jest.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'));
    await expect(copyText('a')).resolves.toBe(false);
  });

  it.each([true, false])('copies a selection on a page without HTTPS, and leaves it as it was: %s', async (works) => {
    Object.assign(window, { isSecureContext: false });
    const button = document.body.appendChild(document.createElement('button'));
    button.focus();
    const copied: Array<string | undefined> = [];
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- what such a page has
    document.execCommand = (command) => {
      const { activeElement } = document;
      copied.push(command, activeElement instanceof HTMLTextAreaElement ? activeElement.value : undefined);
      return works;
    };
    await expect(copyText('a\nb')).resolves.toBe(works);
    expect(copied).toEqual(['copy', 'a\nb']);
    expect(document.querySelector('textarea')).toBeNull();
    expect(document.activeElement).toBe(button);
  });
});

describe('absoluteTimeLink', () => {
  const range = { from: dateTime(1000), to: dateTime(2000), raw: { from: 'now-1s', to: 'now' } };

  it.each([
    ['http://g/d/a/b?from=now-1h&to=now&var-x=1&refresh=10s#h', 'http://g/d/a/b?from=1000&to=2000&var-x=1#h'],
    ['http://g/sub/d/a', 'http://g/sub/d/a?from=1000&to=2000'],
  ])('of %s is %s', (address, link) => {
    expect(absoluteTimeLink(address, range)).toBe(link);
  });
});
