import { type Condition, type FieldSpec } from '@openvcloud/contract/src/filter';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { ConditionInput } from './ConditionInput';
import { type CompleteValues, type FieldValue } from './valueCompletion';

// Roles are slow to find in jsdom on a busy machine.
jest.setTimeout(30_000);

const STATE: FieldSpec = { kind: 'keyword', label: 'State', isSortable: true, isCompletable: true };
const GUID: FieldSpec = { ...STATE, label: 'Job', isCompletable: false };
const VALUES: FieldValue[] = [
  { value: 'ERROR', count: 1204 },
  { value: 'TIMEOUT', count: 7 },
  { value: '', count: 2 },
];

interface Setup {
  spec?: FieldSpec;
  condition?: Condition;
  complete?: CompleteValues | null;
}

/** The cell, and what its list does with a condition: puts it in force. */
function setup({ spec = STATE, condition, complete = async () => VALUES }: Setup = {}) {
  const changes: Array<Condition | undefined> = [];
  let put: (condition: Condition | undefined) => void = () => undefined;
  function Host() {
    const [inForce, setInForce] = useState(condition);
    put = setInForce;
    return (
      <>
        <ConditionInput
          field="state"
          spec={spec}
          condition={inForce}
          onChange={(next) => {
            changes.push(next);
            setInForce(next);
          }}
          complete={complete ?? undefined}
        />
        <button>elsewhere</button>
      </>
    );
  }
  render(<Host />);
  return {
    changes,
    user: userEvent.setup({ delay: null }),
    cell: screen.getByLabelText(`Filter ${spec.label}`),
    putInForce: (next: Condition | undefined) => act(() => put(next)),
  };
}

const is = (operator: Condition['operator'], ...values: string[]): Condition => ({ field: 'state', operator, values });
const options = async () => (await screen.findAllByRole('option')).map(({ textContent }) => textContent);

describe('typing a condition', () => {
  it('puts it in force with Enter, and shows it as it is read', async () => {
    const { cell, changes, user } = setup({ complete: null });
    await user.type(cell, ' =ERROR {Enter}');
    expect(changes).toEqual([is('=', 'ERROR')]);
    expect(cell).toHaveValue('=ERROR');
  });

  it('puts it in force when the cell is left, once', async () => {
    const { cell, changes, user } = setup({ complete: null });
    await user.type(cell, 'ERR');
    expect(changes).toEqual([]);
    await user.tab();
    await user.tab();
    expect(changes).toEqual([is('contains', 'ERR')]);
  });

  it('changes nothing when the cell is left as it was', async () => {
    const { cell, changes, user } = setup({ condition: is('=', 'OK'), complete: null });
    expect(cell).toHaveValue('=OK');
    await user.click(cell);
    await user.tab();
    expect(changes).toEqual([]);
  });

  it('changes nothing when another way of writing means the same', async () => {
    const { cell, changes, user } = setup({ condition: is('=', 'OK'), complete: null });
    await user.clear(cell);
    await user.type(cell, '="OK"{Enter}');
    expect(changes).toEqual([]);
    expect(cell).toHaveValue('=OK');
  });

  it('ends the condition when the text is deleted', async () => {
    const { cell, changes, user } = setup({ condition: is('=', 'OK'), complete: null });
    await user.clear(cell);
    await user.keyboard('{Enter}');
    expect(changes).toEqual([undefined]);
  });

  it('goes back to what is in force with Escape', async () => {
    const { cell, changes, user } = setup({ condition: is('=', 'OK'), complete: null });
    await user.type(cell, 'x{Escape}');
    expect(cell).toHaveValue('=OK');
    await user.tab();
    expect(changes).toEqual([]);
  });

  it('marks a text that is no condition, says what is expected, and keeps it to be mended', async () => {
    const { cell, changes, user } = setup({ complete: null });
    await user.type(cell, '!{Enter}');
    expect(changes).toEqual([]);
    expect(cell).toBeInvalid();
    expect(cell).toHaveValue('!');
    expect(cell).toHaveAttribute('title', 'Expected a value after the sign, e.g. !echo or =echo');
    await user.type(cell, 'OK');
    expect(cell).toBeValid();
    await user.keyboard('{Enter}');
    expect(changes).toEqual([is('not contains', 'OK')]);
  });

  it('forgets the fault with Escape', async () => {
    const { cell, user } = setup({ complete: null });
    await user.type(cell, '!{Enter}{Escape}');
    expect(cell).toBeValid();
    expect(cell).toHaveValue('');
  });

  it('is ended by its cross, which is there only while there is a condition', async () => {
    const { cell, changes, user } = setup({ condition: is('=', 'OK'), complete: null });
    await user.click(screen.getByRole('button', { name: 'Clear filter State' }));
    expect(changes).toEqual([undefined]);
    expect(cell).toHaveValue('');
    expect(screen.queryByRole('button', { name: 'Clear filter State' })).not.toBeInTheDocument();
  });

  it('shows a condition that comes from elsewhere, as Back brings it', () => {
    const { cell, putInForce } = setup({ condition: is('=', 'OK'), complete: null });
    putInForce(is('in', 'ERROR', 'TIMEOUT'));
    expect(cell).toHaveValue('ERROR,TIMEOUT');
    putInForce(undefined);
    expect(cell).toHaveValue('');
  });

  it('keeps its keys from the list around it, which has keys of its own, and lets the others through', async () => {
    const seen: string[] = [];
    render(
      <div onKeyDown={({ key }) => seen.push(key)}>
        <ConditionInput field="state" spec={GUID} condition={undefined} onChange={() => undefined} />
      </div>
    );
    await userEvent.type(screen.getByLabelText('Filter Job'), 'j{ArrowDown}{ArrowUp}{Escape}{Enter}');
    expect(seen).toEqual(['j']);
  });
});

describe('what a cell offers before anything is typed', () => {
  it.each<[string, FieldSpec, string, RegExp]>([
    ['a word with values', STATE, 'any', /=text is/],
    ['a word without', GUID, 'contains', /=text is/],
    ['a text', { ...GUID, kind: 'text' }, 'contains', /^text contains · !text does not/],
    ['a number', { ...GUID, kind: 'number' }, '>5, 1..9', /^3 · !3/],
    ['a number with values', { ...STATE, kind: 'number' }, 'any', /^3 · !3/],
    ['a duration', { ...GUID, kind: 'number', unit: 'ms' }, '>5s', /^>5s/],
  ])('is the syntax of %s', (_, spec, placeholder, hint) => {
    const { cell } = setup({ spec });
    expect(cell).toHaveAttribute('placeholder', placeholder);
    expect(cell.getAttribute('title')).toMatch(hint);
  });
});

describe('the values of a column', () => {
  it('are offered with their counts as soon as the cell is entered, an empty one by a word', async () => {
    const { cell, user } = setup();
    expect(cell).toHaveAttribute('aria-expanded', 'false');
    await user.click(cell);
    expect(await options()).toEqual(['ERROR1,204', 'TIMEOUT7', '(empty)2']);
    expect(screen.getByRole('listbox', { name: 'Values of State' })).toBeInTheDocument();
    expect(cell).toHaveAttribute('aria-expanded', 'true');
    expect(cell).toHaveAttribute('aria-controls', screen.getByRole('listbox').id);
  });

  it('are not asked for before', async () => {
    const complete = jest.fn().mockResolvedValue(VALUES);
    setup({ complete });
    await act(async () => undefined);
    expect(complete).not.toHaveBeenCalled();
  });

  it('are not offered where a field has none, or nobody knows them', async () => {
    const complete = jest.fn().mockResolvedValue(VALUES);
    const { cell, user } = setup({ spec: GUID, complete });
    await user.click(cell);
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
    expect(screen.queryByRole('combobox')).not.toBeInTheDocument();
    expect(complete).not.toHaveBeenCalled();
  });

  it('are picked one after the other, are marked, and stay open for more', async () => {
    const { cell, changes, user } = setup();
    await user.click(cell);
    await user.click(await screen.findByRole('option', { name: /ERROR/ }));
    await user.click(screen.getByRole('option', { name: /TIMEOUT/ }));
    expect(changes).toEqual([is('=', 'ERROR'), is('in', 'ERROR', 'TIMEOUT')]);
    expect(cell).toHaveValue('ERROR,TIMEOUT');
    expect(cell).toHaveFocus();
    expect(screen.getAllByRole('option', { selected: true }).map(({ textContent }) => textContent)).toEqual([
      'ERROR1,204',
      'TIMEOUT7',
    ]);
    await user.click(screen.getByRole('option', { name: /ERROR/ }));
    expect(changes.at(-1)).toEqual(is('=', 'TIMEOUT'));
  });

  it('show what is picked also when no row has it, so that it can be taken out', async () => {
    const { changes, cell, user } = setup({ condition: is('in', 'PAUSED', 'ERROR') });
    await user.click(cell);
    await screen.findByRole('option', { name: /TIMEOUT/ });
    expect(await options()).toEqual(['PAUSED', 'ERROR1,204', 'TIMEOUT7', '(empty)2']);
    await user.click(screen.getByRole('option', { name: 'PAUSED' }));
    expect(changes).toEqual([is('=', 'ERROR')]);
  });

  it('are chosen by the arrow keys, between both ends, and picked by Enter', async () => {
    const { cell, changes, user } = setup();
    await user.click(cell);
    await options();
    const active = () => {
      const id = cell.getAttribute('aria-activedescendant');
      return id === null ? null : document.getElementById(id)?.textContent;
    };
    expect(active()).toBeNull();
    await user.keyboard('{ArrowDown}');
    expect(active()).toBe('ERROR1,204');
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(active()).toBe('(empty)2');
    await user.keyboard('{ArrowUp}');
    expect(active()).toBe('TIMEOUT7');
    await user.keyboard('{Enter}');
    expect(changes).toEqual([is('=', 'TIMEOUT')]);
    await user.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}');
    expect(active()).toBeNull();
  });

  it('count from the first that can be chosen, though what is picked stands above it', async () => {
    const { cell, user } = setup({ condition: is('=', 'PAUSED') });
    await user.click(cell);
    await screen.findByRole('option', { name: /ERROR/ });
    await user.keyboard('{ArrowDown}');
    expect(document.getElementById(cell.getAttribute('aria-activedescendant') ?? '')).toHaveTextContent('ERROR');
  });

  it('close when the cell is left, and with Escape', async () => {
    const { cell, user } = setup();
    await user.click(cell);
    await options();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('listbox')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'elsewhere' }));
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
  });

  it.each([
    ['ER', 'ER'],
    ['!=ER', 'ER'],
    ['OK, ER', 'ER'],
    ['=OK,', ''],
  ])('that are offered for %p contain %p, asked once typing pauses', async (typed, search) => {
    jest.useFakeTimers();
    const complete = jest.fn().mockResolvedValue(VALUES);
    const { cell } = setup({ complete });
    const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime, delay: null });
    await user.type(cell, typed);
    await act(() => jest.advanceTimersByTimeAsync(199));
    const before = complete.mock.calls.length;
    await act(() => jest.advanceTimersByTimeAsync(1));
    jest.useRealTimers();
    expect(complete).toHaveBeenLastCalledWith('state', search);
    expect(complete.mock.calls.length - before).toBe(search === '' ? 0 : 1);
  });

  it('say that they are being read, and that there are none', async () => {
    let answer: (values: FieldValue[]) => void = () => undefined;
    const { cell, user } = setup({ complete: () => new Promise((resolve) => (answer = resolve)) });
    await user.click(cell);
    expect(screen.getByText('Loading values…')).toBeInTheDocument();
    await waitFor(() => expect(answer).toHaveLength(1));
    await act(async () => answer([]));
    expect(screen.queryByText('Loading values…')).not.toBeInTheDocument();
    expect(screen.getByText('No value in this time range. Typed text still filters.')).toBeInTheDocument();
  });

  it.each([
    [new Error('The controller does not answer.'), 'Values could not be read: The controller does not answer.'],
    ['refused', 'Values could not be read: refused'],
  ])('say why they could not be read: %s', async (reason, text) => {
    const { cell, user } = setup({ complete: () => Promise.reject(reason) });
    await user.click(cell);
    expect(await screen.findByText(text)).toBeInTheDocument();
    expect(screen.queryByText(/^No value in this time range/)).not.toBeInTheDocument();
  });

  it('never are those of a question asked before', async () => {
    const answers = new Map<string, (values: FieldValue[]) => void>();
    const { cell, user } = setup({
      complete: (_, search) => new Promise((resolve) => answers.set(search, resolve)),
    });
    await user.click(cell);
    await waitFor(() => expect(answers.has('')).toBe(true));
    await user.type(cell, 'T');
    await waitFor(() => expect(answers.has('T')).toBe(true));
    await act(async () => answers.get('T')?.([{ value: 'TIMEOUT', count: 7 }]));
    await act(async () => answers.get('')?.(VALUES));
    expect(await options()).toEqual(['TIMEOUT7']);
  });
});

describe('the place of the values', () => {
  const cellAt = (top: number, left: number, width: number) =>
    jest.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({
      top,
      bottom: top + 26,
      left,
      width,
      height: 26,
      right: left + width,
      x: left,
      y: top,
      toJSON: () => ({}),
    });
  afterEach(() => jest.restoreAllMocks());
  const place = async () => {
    const { cell, user } = setup();
    await user.click(cell);
    return (await screen.findByRole('listbox')).parentElement?.style;
  };

  it('is below the cell, as wide as it', async () => {
    cellAt(100, 50, 320);
    expect(await place()).toMatchObject({ top: '128px', bottom: '', left: '50px', minWidth: '320px' });
  });

  it('is above the cell where the window ends', async () => {
    cellAt(window.innerHeight - 60, 50, 80);
    expect(await place()).toMatchObject({ top: '', bottom: '62px', minWidth: '200px' });
  });

  it('stays within the window at its right edge, and at its left one', async () => {
    cellAt(100, window.innerWidth - 20, 80);
    expect((await place())?.left).toBe(`${window.innerWidth - 208}px`);
  });

  it('follows the cell when something scrolls', async () => {
    cellAt(100, 50, 320);
    const style = await place();
    cellAt(40, 50, 320);
    act(() => void window.dispatchEvent(new Event('scroll')));
    expect(style?.top).toBe('68px');
    expect(within(document.body).getByRole('listbox')).toBeInTheDocument();
  });
});
