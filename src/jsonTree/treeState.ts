import { type Expansion, type JsonRow } from './flattenJson';
import { reveal } from './searchJson';

export interface TreeState {
  expansion: Expansion;
  /** The row the keyboard is on. */
  active: string;
  search: string;
  /** Which match of the search is shown. */
  match: number;
}

export type TreeAction =
  | { type: 'toggle'; pointer: string }
  | { type: 'activate'; pointer: string }
  | { type: 'openLevels'; depth: number }
  | { type: 'search'; text: string; matches: readonly string[] }
  | { type: 'step'; by: 1 | -1; matches: readonly string[] };

export function startTree(depth: number): TreeState {
  return { expansion: { depth, toggled: new Set() }, active: '', search: '', match: 0 };
}

export function changeTree(state: TreeState, action: TreeAction): TreeState {
  switch (action.type) {
    case 'toggle': {
      const toggled = new Set(state.expansion.toggled);
      if (!toggled.delete(action.pointer)) {
        toggled.add(action.pointer);
      }
      return { ...state, active: action.pointer, expansion: { ...state.expansion, toggled } };
    }
    case 'activate':
      return { ...state, active: action.pointer };
    case 'openLevels':
      return { ...state, active: '', expansion: { depth: action.depth, toggled: new Set() } };
    case 'search':
      return showMatch({ ...state, search: action.text }, 0, action.matches);
    case 'step': {
      const count = action.matches.length;
      return count === 0 ? state : showMatch(state, (state.match + action.by + count) % count, action.matches);
    }
  }
}

function showMatch(state: TreeState, match: number, matches: readonly string[]): TreeState {
  const pointer = matches[match];
  return pointer === undefined
    ? { ...state, match: 0 }
    : { ...state, match, active: pointer, expansion: reveal(pointer, state.expansion) };
}

/** What a key does on the active row, as in every tree: arrows move, open and close. Null: nothing of ours. */
export function actionForKey(key: string, rows: readonly JsonRow[], active: string): TreeAction | null {
  const index = Math.max(
    0,
    rows.findIndex((row) => row.pointer === active)
  );
  const row = rows[index];
  const activate = (target: JsonRow | undefined): TreeAction | null =>
    target ? { type: 'activate', pointer: target.pointer } : null;
  if (row === undefined) {
    return null;
  }
  const toggle: TreeAction | null = row.size > 0 ? { type: 'toggle', pointer: row.pointer } : null;
  const actions: Readonly<Record<string, () => TreeAction | null>> = {
    ArrowDown: () => activate(rows[index + 1]),
    ArrowUp: () => activate(rows[index - 1]),
    Home: () => activate(rows[0]),
    End: () => activate(rows.at(-1)),
    ArrowRight: () => (row.isExpanded ? activate(rows[index + 1]) : toggle),
    ArrowLeft: () => (row.isExpanded ? toggle : activate(parentOf(rows, index))),
    Enter: () => toggle,
    ' ': () => toggle,
  };
  return Object.hasOwn(actions, key) ? (actions[key]?.() ?? null) : null;
}

function parentOf(rows: readonly JsonRow[], index: number): JsonRow | undefined {
  const depth = rows[index]?.depth ?? 0;
  return rows
    .slice(0, index)
    .reverse()
    .find((row) => row.depth < depth);
}
