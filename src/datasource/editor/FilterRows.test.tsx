import { JOB_FIELDS, type Condition, type FieldSpec } from '@openvcloud/contract/src/filter';
import { configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { fakeVariables } from '../../testing/grafanaWire';
import { giveLayout } from '../../testing/layout';
import { FilterRows } from './FilterRows';

giveLayout();
// Asking jsdom whether each element is visible takes most of the time here: emotion's styles are many.
beforeAll(() => configure({ defaultHidden: true }));
afterAll(() => configure({ defaultHidden: false }));
jest.setTimeout(60_000);
beforeEach(() => fakeVariables({ node: 'cpu-01', queue: 'io' }));

/** Some of the fields of jobs, in their order: lists of all of them take jsdom long to draw. */
const { state, nativeState, source, queue, cmd, id, timeoutSeconds, timeStop, waitMs, errorMessage } = JOB_FIELDS;
const FIELDS = { state, nativeState, source, queue, cmd, id, timeoutSeconds, timeStop, waitMs, errorMessage };

function setup(initial: Condition[], fields: Record<string, FieldSpec> = FIELDS) {
  const onRunQuery = jest.fn();
  const complete = jest.fn().mockResolvedValue([
    { value: 'ERROR', count: 1234 },
    { value: '', count: 2 },
  ]);
  const saved: { conditions: readonly Condition[] } = { conditions: initial };
  function Host() {
    const [conditions, setConditions] = useState<readonly Condition[]>(initial);
    saved.conditions = conditions;
    return (
      <FilterRows
        id="A"
        conditions={conditions}
        fields={fields}
        complete={complete}
        onChange={setConditions}
        onRunQuery={onRunQuery}
      />
    );
  }
  render(<Host />);
  return { saved, complete, onRunQuery, user: userEvent.setup({ pointerEventsCheck: 0, delay: null }) };
}

const STATE: Condition = { field: 'state', operator: '=', values: ['OK'] };
const row = (label: string) => within(screen.getByRole('group', { name: `Filter on ${label}` }));
const choose = async (
  user: ReturnType<typeof userEvent.setup>,
  label: string,
  box: string,
  option: string | RegExp
) => {
  await user.click(row(label).getByRole('combobox', { name: box }));
  await user.click(await screen.findByRole('option', { name: option }));
};

describe('a new filter', () => {
  it('is on the first field that is not filtered yet', async () => {
    const { saved, user, onRunQuery } = setup([STATE]);
    await user.click(screen.getByRole('button', { name: 'Add filter' }));
    await user.click(screen.getByRole('button', { name: 'Add filter' }));
    expect(saved.conditions).toEqual([
      STATE,
      { field: 'nativeState', operator: '=', values: [] },
      { field: 'source', operator: '=', values: [] },
    ]);
    expect(onRunQuery).not.toHaveBeenCalled();
  });

  it('is on the first field there is where none can be completed, by an operator it knows', async () => {
    const { saved, user } = setup([], { errorMessage: JOB_FIELDS.errorMessage });
    await user.click(screen.getByRole('button', { name: 'Add filter' }));
    expect(saved.conditions).toEqual([{ field: 'errorMessage', operator: 'contains', values: [] }]);
  });
});

describe('a filter', () => {
  it('says how the rows are combined', () => {
    setup([STATE, { field: 'cmd', operator: 'contains', values: ['x'] }]);
    expect(row('State').getByText('Filters')).toBeInTheDocument();
    expect(row('Command').getByText('and')).toBeInTheDocument();
  });

  it('loses its values with its field, keeps an operator that the new field knows, and runs', async () => {
    const { saved, user, onRunQuery } = setup([{ field: 'queue', operator: 'in', values: ['io'] }]);
    await choose(user, 'Queue', 'Field', 'State');
    expect(saved.conditions).toEqual([{ field: 'state', operator: 'in', values: [] }]);
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });

  it('gets an operator that the new field knows', async () => {
    const { saved, user } = setup([{ field: 'id', operator: 'range', values: ['1', ''] }]);
    await choose(user, 'Id', 'Field', 'State');
    expect(saved.conditions).toEqual([{ field: 'state', operator: '=', values: [] }]);
  });

  it.each<[Condition['operator'], string[], RegExp, Condition['operator'], string[]]>([
    ['in', ['OK', 'ERROR'], /^is$/, '=', ['OK']],
    ['=', ['OK'], /^is (one|any) of$/, 'in', ['OK']],
    ['not in', ['OK', 'ERROR'], /^is (one|any) of$/, 'in', ['OK', 'ERROR']],
    ['in', ['OK', 'ERROR'], /^contains$/, 'contains', ['OK']],
  ])('that is %s %j and becomes %s keeps what the new operator takes', async (operator, values, option, next, kept) => {
    const { saved, user, onRunQuery } = setup([{ field: 'state', operator, values }]);
    await choose(user, 'State', 'Operator', option);
    expect(saved.conditions).toEqual([{ field: 'state', operator: next, values: kept }]);
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });

  it('has two bounds as a range, with its unit', async () => {
    const { saved, user, onRunQuery } = setup([{ field: 'timeoutSeconds', operator: 'range', values: ['5', ''] }]);
    await user.type(screen.getByLabelText('To (seconds)'), '90');
    await user.type(screen.getByLabelText('From (seconds)'), '0');
    expect(saved.conditions[0]?.values).toEqual(['50', '90']);
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    await user.keyboard('{Enter}');
    expect(onRunQuery).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['timeStop', 'epoch ms'],
    ['id', 'number'],
    ['waitMs', 'milliseconds'],
  ])('as a range of %s is in %s', (field, unit) => {
    setup([{ field, operator: 'range', values: ['', ''] }]);
    expect(screen.getByLabelText(`From (${unit})`)).toHaveValue('');
    expect(screen.getByLabelText(`To (${unit})`)).toHaveValue('');
  });

  it('takes several values, completed among what the other filters leave', async () => {
    const { saved, complete, user, onRunQuery } = setup([
      { field: 'state', operator: 'in', values: ['OK'] },
      { field: 'cmd', operator: '=', values: ['x'] },
    ]);
    await user.click(row('State').getByRole('combobox', { name: 'Values' }));
    await user.click(await screen.findByRole('option', { name: /ERROR/ }));
    expect(saved.conditions[0]).toEqual({ field: 'state', operator: 'in', values: ['OK', 'ERROR'] });
    expect(complete).toHaveBeenLastCalledWith('state', '', [{ field: 'cmd', operator: '=', values: ['x'] }]);
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });

  it('offers an empty value by a word, and stores it empty', async () => {
    const { saved, user } = setup([{ field: 'state', operator: '=', values: [] }]);
    await user.click(row('State').getByRole('combobox', { name: 'Values' }));
    const option = await screen.findByRole('option', { name: /\(empty\)/ });
    expect(option).toHaveTextContent('2 times');
    await user.click(option);
    expect(saved.conditions[0]?.values).toEqual(['']);
  });

  it('offers those variables of the dashboard that contain what was typed', async () => {
    const { user } = setup([{ field: 'state', operator: '=', values: [] }]);
    await user.type(row('State').getByRole('combobox', { name: 'Values' }), 'NOD');
    expect(await screen.findByRole('option', { name: /\$\{node\}/ })).toBeInTheDocument();
    expect(screen.queryByRole('option', { name: /\$\{queue\}/ })).not.toBeInTheDocument();
  });

  it('takes any text where a field has no values to choose from, and runs when it is left', async () => {
    const { saved, complete, user, onRunQuery } = setup([{ field: 'errorMessage', operator: 'contains', values: [] }]);
    await user.type(screen.getByLabelText('Value'), 'disk');
    expect(onRunQuery).not.toHaveBeenCalled();
    await user.tab();
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    expect(saved.conditions[0]?.values).toEqual(['disk']);
    expect(complete).not.toHaveBeenCalled();
  });

  it('on a field there is not says so, and is kept as it was saved', () => {
    const { saved } = setup([{ field: 'colour', operator: 'regex', values: ['red'] }]);
    expect(row('colour').getByText(/^"colour" is not a field here/)).toBeInTheDocument();
    expect(saved.conditions).toEqual([{ field: 'colour', operator: 'regex', values: ['red'] }]);
  });

  it('is taken out alone', async () => {
    const { saved, user, onRunQuery } = setup([
      STATE,
      { field: 'cmd', operator: '=', values: ['x'] },
      { field: 'queue', operator: '=', values: ['io'] },
    ]);
    await user.click(row('Command').getByRole('button', { name: 'Remove filter' }));
    expect(saved.conditions.map(({ field }) => field)).toEqual(['state', 'queue']);
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });
});
