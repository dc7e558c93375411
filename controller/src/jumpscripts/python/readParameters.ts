import type { Node } from 'web-tree-sitter';

export interface Parameter {
  /** With its stars: `*args`, `**kwargs`. */
  name: string;
  /** As written; null when there is none. */
  default: string | null;
}

export interface Parameters {
  /** Those that can be given by name, and the stars. */
  named: Parameter[];
  /** Those before a `/`. */
  positional: Parameter[];
}

/** What a function takes. Inner tuples of Python 2 have no name to be given by, so they are left out. */
export function readParameters(list: Node | null, text: string): Parameters {
  const named: Parameter[] = [];
  let positional: Parameter[] = [];
  for (const node of list?.namedChildren ?? []) {
    if (node.type === 'positional_separator') {
      positional = named.splice(0);
      continue;
    }
    const name = node.childForFieldName('name') ?? (node.type === 'typed_parameter' ? node.firstChild : node);
    if (name !== null && /^(?:identifier|list_splat_pattern|dictionary_splat_pattern)$/.test(name.type)) {
      const value = node.childForFieldName('value');
      const written = ({ startIndex, endIndex }: Node) => text.slice(startIndex, endIndex);
      named.push({ name: written(name).replace(/\s/g, ''), default: value === null ? null : written(value) });
    }
  }
  return { named, positional };
}
