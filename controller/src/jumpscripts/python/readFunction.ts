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
    isGenerator: yields(node),
    ...readParameters(node.childForFieldName('parameters'), text),
  };
}

/** Not what is defined in it. */
function yields(definition: Node): boolean {
  let innerEnd = 0;
  for (const { type, id, startIndex, endIndex } of definition.descendantsOfType(OWN)) {
    if (startIndex < innerEnd || id === definition.id) {
      continue;
    }
    if (type === 'yield') {
      return true;
    }
    innerEnd = endIndex;
  }
  return false;
}

const OWN = ['yield', 'function_definition', 'lambda'];
