import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { SearchBox } from './SearchBox';

// jsdom is slow on a busy machine.
jest.setTimeout(30_000);
beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** The box, and its list: what is searched comes back as the value. */
function setup(initial = '') {
  const sent: Array<[text: string, mode: string]> = [];
  const keys: string[] = [];
  let setValue: (value: string) => void = () => undefined;
  function Host() {
    const [value, set] = useState(initial);
    setValue = set;
    return (
      <div data-openvcloud-list onKeyDown={({ key }) => keys.push(key)}>
        <SearchBox
          value={value}
          label="Search jobs"
          placeholder="Search"
          onSearch={(text, mode) => {
            sent.push([text, mode]);
            set(text);
          }}
        />
        <button>row</button>
      </div>
    );
  }
  render(<Host />);
  return {
    sent,
    keys,
    user: userEvent.setup({ advanceTimers: jest.advanceTimersByTime, delay: null }),
    box: screen.getByLabelText('Search jobs'),
    setValue: (value: string) => act(() => setValue(value)),
    wait: (ms: number) => act(() => jest.advanceTimersByTime(ms)),
  };
}

describe('SearchBox', () => {
  it('searches once typing pauses, and not before', async () => {
    const { sent, user, box, wait } = setup();
    await user.type(box, 'di');
    wait(299);
    await user.type(box, 'sk');
    wait(299);
    expect(sent).toEqual([]);
    wait(1);
    expect(sent).toEqual([['disk', 'push']]);
  });

  it('makes one step of history of one typing, and another of the next', async () => {
    const { sent, user, box, wait } = setup();
    await user.type(box, 'di');
    wait(300);
    await user.type(box, 'sk');
    wait(300);
    await user.tab();
    await user.type(box, 's');
    wait(300);
    expect(sent).toEqual([
      ['di', 'push'],
      ['disk', 'replace'],
      ['disks', 'push'],
    ]);
  });

  it('searches at once with Enter, and only once', async () => {
    const { sent, user, box, wait } = setup();
    await user.type(box, 'disk{Enter}{Enter}');
    expect(sent).toEqual([['disk', 'push']]);
    wait(1000);
    expect(sent).toHaveLength(1);
  });

  it('searches at once when it is left, and not when nothing was typed', async () => {
    const { sent, user, box } = setup('old');
    await user.click(box);
    await user.tab();
    expect(sent).toEqual([]);
    await user.type(box, 'er');
    await user.tab();
    expect(sent).toEqual([['older', 'push']]);
  });

  it('ends the search with Escape', async () => {
    const { sent, user, box, wait } = setup('old');
    await user.type(box, 'er{Escape}');
    expect(sent).toEqual([['', 'push']]);
    expect(box).toHaveValue('');
    wait(1000);
    expect(sent).toHaveLength(1);
  });

  it('shows a search that comes from elsewhere, as Back brings it', () => {
    const { box, setValue } = setup('new');
    setValue('old');
    expect(box).toHaveValue('old');
  });

  it('keeps what is being typed when the list changes meanwhile, until it is left', async () => {
    const { user, box, setValue } = setup();
    await user.type(box, 'di');
    setValue('from elsewhere');
    expect(box).toHaveValue('di');
  });

  it('shows a regular expression as it was typed', () => {
    expect(setup('a.b\\d+[x]').box).toHaveValue('a.b\\d+[x]');
  });

  it('keeps typed letters from the list, whose keys they are', async () => {
    const { keys, user, box } = setup();
    await user.type(box, 'jk');
    expect(keys).toEqual([]);
  });

  it('searches no more when it goes away', async () => {
    const onSearch = jest.fn();
    const { unmount } = render(<SearchBox value="" label="Search logs" placeholder="" onSearch={onSearch} />);
    await userEvent.setup({ advanceTimers: jest.advanceTimersByTime }).type(screen.getByLabelText('Search logs'), 'x');
    unmount();
    jest.advanceTimersByTime(1000);
    expect(onSearch).not.toHaveBeenCalled();
  });
});

describe('the key /', () => {
  const slash = (target: Element = document.body, init: object = {}) =>
    fireEvent.keyDown(target, { key: '/', ...init });

  it('goes to the search and selects what is in it, and is not typed', () => {
    const { box } = setup('old');
    expect(slash()).toBe(false);
    expect(box).toHaveFocus();
    expect((box as HTMLInputElement).selectionEnd).toBe(3);
  });

  it('goes to the search of the list that has the focus, or else of the first', () => {
    setup();
    render(
      <div data-openvcloud-list>
        <SearchBox value="" label="Search logs" placeholder="" onSearch={() => undefined} />
        <button>line</button>
      </div>
    );
    slash();
    expect(screen.getByLabelText('Search jobs')).toHaveFocus();
    screen.getByRole('button', { name: 'line' }).focus();
    slash();
    expect(screen.getByLabelText('Search logs')).toHaveFocus();
    screen.getByRole('button', { name: 'row' }).focus();
    slash();
    expect(screen.getByLabelText('Search jobs')).toHaveFocus();
  });

  it.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { key: 'x' }])('is another key with %j', (init) => {
    const { box } = setup();
    slash(document.body, init);
    expect(box).not.toHaveFocus();
  });

  it.each(['input', 'textarea', 'select'])('is a letter within %s', (tag) => {
    const { box } = setup();
    const field = document.body.appendChild(document.createElement(tag));
    expect(slash(field)).toBe(true);
    expect(box).not.toHaveFocus();
    field.remove();
  });

  it('is left alone where something else has taken it', () => {
    const { box } = setup();
    const take = (event: Event) => event.preventDefault();
    document.body.addEventListener('keydown', take);
    slash();
    document.body.removeEventListener('keydown', take);
    expect(box).not.toHaveFocus();
  });

  it('does nothing once the list is gone', () => {
    const { unmount } = render(<SearchBox value="" label="x" placeholder="" onSearch={() => undefined} />);
    unmount();
    expect(slash()).toBe(true);
  });
});
