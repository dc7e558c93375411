import type { Node } from 'web-tree-sitter';
import { readParameters, type Parameters } from './readParameters';

export interface PyFunction extends Parameters {
  name: string;
  line: number;
  isAsync: boolean;
  /** It yields: calling it runs nothing of it. */
  isGenerator: boolean;
  /** By what may make anything of it. */
  isDecorated: boolean;
}

export function readFunction(node: Node, text: string): Omit<PyFunction, 'isDecorated'> | undefined {
  const name = node.childForFieldName('name');
  if (name === null) {
    return undefined;
  }
  return {
    name: text.slice(name.startIndex, name.endIndex),
    line: name.startPosition.row + 1,
    isAsync: node.firstChild?.type === 'async',
    isGenerator: node.descendantsOfType('yield').some((one) => ownerOf(one)?.id === node.id),
    ...readParameters(node.childForFieldName('parameters'), text),
  };
}

/** The function that a `yield` is of. */
function ownerOf(node: Node): Node | null {
  let owner = node.parent;
  while (owner !== null && !/^(?:function_definition|lambda)$/.test(owner.type)) {
    owner = owner.parent;
  }
  return owner;
}
