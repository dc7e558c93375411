import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { parseExactly } from '../exactJson/parseExactly';
import { JsonTree } from './JsonTree';

// jsdom is slow on a busy machine.
jest.setTimeout(30_000);

// Only such a page may use the clipboard.
beforeAll(() => Object.assign(window, { isSecureContext: true }));

function setup(value: unknown) {
  const user = userEvent.setup({ delay: null, pointerEventsCheck: 0 });
  render(<JsonTree value={value} label="Result" maxHeight={400} />);
  return { user, copied: () => navigator.clipboard.readText() };
}

const tree = () => screen.getByRole('tree', { name: 'Result' });
const items = () => within(tree()).queryAllByRole('treeitem');
const rows = () => items().map(({ textContent }) => textContent);
const active = () => within(tree()).getByRole('treeitem', { selected: true });
const search = () => screen.getByLabelText('Search in Result');
const row = (text: string) => items().find(({ textContent }) => textContent === text) ?? document.body;

describe('a value', () => {
  it.each([
    ['a text', 'disk full', '"disk full"'],
    ['an empty text', '', '""'],
    ['a number', 42, '42'],
    ['zero', 0, '0'],
    ['a negative zero', -0, '0'],
    ['false', false, 'false'],
    ['the largest whole number that is exact', Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['a number of 16 digits', 1234567890123456, '1234567890123456'],
    ['a number of 21 digits', 1e20, '100000000000000000000'],
    ['a very small number', 1e-7, '1e-7'],
    ['what is more than a double holds', JSON.parse('1e999'), 'Infinity'],
    ['characters beyond 16 bits', 'grün 😀 𝄞', '"grün 😀 𝄞"'],
    ['a text that looks like HTML', '<b>x</b>', '"<b>x</b>"'],
  ])('%s is shown as it is', (_, value, text) => {
    setup(value);
    expect(rows()).toEqual([text]);
  });

  it('of half a character is written out', () => {
    setup('a\ud83d');
    expect(rows()).toEqual(['"a⟨U+D83D⟩"']);
  });

  it.each([
    ['nothing', null, 'none'],
    ['nothing at all', undefined, 'none'],
    ['an empty list', [], '[]'],
    ['an empty object', {}, '{}'],
  ])('that is %s is said, without a tree', (_, value, text) => {
    setup(value);
    expect(screen.getByText(text)).toBeInTheDocument();
    expect(screen.queryByRole('tree')).not.toBeInTheDocument();
  });

  it('that is no list has nothing to search or to open', () => {
    setup('text');
    expect(screen.queryByLabelText('Search in Result')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Open all' })).not.toBeInTheDocument();
    expect(screen.getByText('string, 6 B')).toBeInTheDocument();
  });

  it('shows null, empty parts and names of any kind within', () => {
    setup({ a: null, 'b c': {}, '': [], list: [undefined, 'x'] });
    expect(rows()).toEqual(['{', 'a: null', 'b c: {}', ': []', 'list: [', '0: null', '1: "x"']);
  });

  it('is copied whole, as JSON, also where it is closed', async () => {
    const { user, copied } = setup({ disks: ['sda'], n: 1234567890123456 });
    await user.click(screen.getByRole('button', { name: 'Close all' }));
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await copied()).toBe('{\n  "disks": [\n    "sda"\n  ],\n  "n": 1234567890123456\n}');
  });
});

describe('a long text', () => {
  it('is shown in part, with the number of characters that are left out, until one asks for more', async () => {
    const { user } = setup({ log: `${'a'.repeat(500)}${'b'.repeat(200)}` });
    expect(rows()[1]).toBe(`log: "${'a'.repeat(500)}… 200 more characters`);
    await user.click(screen.getByRole('button', { name: '… 200 more characters' }));
    expect(rows()[1]).toBe(`log: "${'a'.repeat(500)}${'b'.repeat(200)}"`);
    expect(screen.queryByRole('button', { name: /more characters/ })).not.toBeInTheDocument();
  });

  it('of 500 characters is shown whole', () => {
    setup({ log: 'a'.repeat(500) });
    expect(rows()[1]).toBe(`log: "${'a'.repeat(500)}"`);
  });

  it('of many more stays in part, and says how to see the rest', async () => {
    const { user } = setup('x'.repeat(60_000));
    await user.click(screen.getByRole('button', { name: '… 59,500 more characters' }));
    const rest = screen.getByRole('button', { name: '… 10,000 more characters; copy to see them' });
    expect(rest).toBeDisabled();
  });

  it('is never cut within a character', () => {
    setup(`${'a'.repeat(499)}😀${'b'.repeat(100)}`);
    expect(rows()[0]).toBe(`"${'a'.repeat(499)}… 102 more characters`);
  });

  it('opens without closing the entry it is in', async () => {
    const { user } = setup({ parts: ['x'.repeat(600)] });
    await user.click(screen.getByRole('button', { name: /more characters/ }));
    expect(rows()).toHaveLength(3);
  });
});

describe('a number that JavaScript would round', () => {
  const value = parseExactly('{"disk":12345678901234567890,"share":1.0}');

  it('is shown, found and copied to the digit', async () => {
    const { user, copied } = setup(value);
    expect(rows()).toEqual(['{', 'disk: 12345678901234567890', 'share: 1.0']);
    await user.type(search(), '4567890');
    expect(active()).toHaveTextContent('disk: 12345678901234567890');
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await copied()).toBe('{\n  "disk": 12345678901234567890,\n  "share": 1.0\n}');
  });

  it('is a tree of its own', () => {
    setup(parseExactly('9007199254740993'));
    expect(rows()).toEqual(['9007199254740993']);
    expect(screen.getByText('number, 16 B')).toBeInTheDocument();
  });
});

describe('opening and closing', () => {
  const value = { disks: ['sda', 'sdb'], one: [1] };

  it('shows a small value open, and says how much is in what is closed', async () => {
    const { user } = setup(value);
    expect(rows()).toEqual(['{', 'disks: [', '0: "sda"', '1: "sdb"', 'one: [', '0: 1']);
    await user.click(row('disks: ['));
    await user.click(row('one: ['));
    expect(rows()).toEqual(['{', 'disks: [ 2 entries ]', 'one: [ 1 entry ]']);
    expect(row('disks: [ 2 entries ]')).toHaveAttribute('aria-expanded', 'false');
    await user.click(row('disks: [ 2 entries ]'));
    expect(rows()).toEqual(['{', 'disks: [', '0: "sda"', '1: "sdb"', 'one: [ 1 entry ]']);
  });

  it('tells a screen reader the level of each row, and which can be opened', () => {
    setup(value);
    expect(row('disks: [')).toHaveAttribute('aria-level', '2');
    expect(row('disks: [')).toHaveAttribute('aria-expanded', 'true');
    expect(row('0: "sda"')).toHaveAttribute('aria-level', '3');
    expect(row('0: "sda"')).not.toHaveAttribute('aria-expanded');
  });

  it('closes all but the first level, and opens all', async () => {
    const { user } = setup({ a: { b: { c: 1 } } });
    await user.click(screen.getByRole('button', { name: 'Close all' }));
    expect(rows()).toEqual(['{', 'a: { 1 entry }']);
    await user.click(screen.getByRole('button', { name: 'Open all' }));
    expect(rows()).toEqual(['{', 'a: {', 'b: {', 'c: 1']);
  });

  it('goes where the keys lead, and tells a screen reader where that is', async () => {
    const { user } = setup(value);
    tree().focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(active()).toHaveTextContent('0: "sda"');
    expect(tree()).toHaveAttribute('aria-activedescendant', active().id);
    await user.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(active()).toHaveTextContent('disks: [ 2 entries ]');
    await user.keyboard('{Enter}');
    expect(active()).toHaveTextContent('disks: [');
  });

  it('goes to a row without entries by a click, and leaves it as it is', async () => {
    const { user } = setup(value);
    await user.click(row('1: "sdb"'));
    expect(active()).toHaveTextContent('1: "sdb"');
    expect(rows()).toHaveLength(6);
  });

  it('leaves keys that are not its own to the page', async () => {
    const seen: boolean[] = [];
    const listen = (event: KeyboardEvent) => seen.push(event.defaultPrevented);
    const { user } = setup(value);
    document.addEventListener('keydown', listen);
    tree().focus();
    await user.keyboard('x{ArrowDown}');
    document.removeEventListener('keydown', listen);
    expect(seen).toEqual([false, true]);
  });
});

describe('searching', () => {
  const value = { a: { name: 'Disk one' }, b: [{ disk: 2 }], c: 'x' };

  it('opens what it finds, marks it, and counts', async () => {
    const { user } = setup(value);
    await user.click(screen.getByRole('button', { name: 'Close all' }));
    await user.type(search(), 'DISK');
    expect(screen.getByText('1 of 2')).toBeInTheDocument();
    expect(active()).toHaveTextContent('name: "Disk one"');
    expect(within(active()).getByText('Disk').tagName).toBe('MARK');
    expect(rows()).toEqual(['{', 'a: {', 'name: "Disk one"', 'b: [ 1 entry ]', 'c: "x"']);
  });

  it('steps on and back by Enter and by the arrows, round the ends', async () => {
    const { user } = setup(value);
    await user.type(search(), 'disk{Enter}');
    expect(screen.getByText('2 of 2')).toBeInTheDocument();
    expect(active()).toHaveTextContent('disk: 2');
    await user.keyboard('{Shift>}{Enter}{/Shift}');
    expect(screen.getByText('1 of 2')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Previous match' }));
    expect(screen.getByText('2 of 2')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Next match' }));
    expect(screen.getByText('1 of 2')).toBeInTheDocument();
  });

  it('says that there is nothing, and has no step to offer', async () => {
    const { user } = setup(value);
    expect(screen.getByRole('button', { name: 'Next match' })).toBeDisabled();
    await user.type(search(), 'tape');
    expect(screen.getByText('none')).toBeInTheDocument();
    expect(screen.getByText('Nothing in Result contains "tape"')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Next match' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Previous match' })).toBeDisabled();
  });

  it('says so where it stopped counting', async () => {
    const { user } = setup({ list: Array.from({ length: 1200 }, () => 'same') });
    await user.click(search());
    await user.paste('same');
    expect(await screen.findByText('1 of 1,000+')).toBeInTheDocument();
  });

  it('marks what was found, or nothing, where letters change their length with their case', async () => {
    const { user } = setup({ a: 'İİİİ disk' });
    await user.type(search(), 'disk');
    expect(tree().querySelector('mark')).toBeNull();
    expect(active()).toHaveTextContent('a: "İİİİ disk"');
  });

  it('marks numbers and names, too', async () => {
    const { user } = setup({ size: 100 });
    await user.type(search(), '10');
    expect(within(active()).getByText('10').tagName).toBe('MARK');
    await user.clear(search());
    await user.type(search(), 'siz');
    expect(within(active()).getByText('siz').tagName).toBe('MARK');
  });
});
