import { childPointer, entriesOf, isContainer, isExpanded, type Expansion } from './flattenJson';

/** More matches than anybody steps through; the count then reads "1,000+". */
export const MAX_MATCHES = 1000;

/** Pointers of the entries whose name or scalar value contains the text, in the order of the tree. */
export function searchJson(value: unknown, text: string): string[] {
  const wanted = text.trim().toLowerCase();
  const found: string[] = [];
  const visit = (item: unknown, pointer: string, name: string) => {
    if (found.length >= MAX_MATCHES) {
      return;
    }
    const isScalar = !isContainer(item);
    if (name.toLowerCase().includes(wanted) || (isScalar && String(item).toLowerCase().includes(wanted))) {
      found.push(pointer);
    }
    if (!isScalar) {
      entriesOf(item).forEach(([childName, child]) =>
        visit(child, childPointer(pointer, childName), String(childName))
      );
    }
  };
  if (wanted !== '') {
    visit(value, '', '');
  }
  return found;
}

/** The expansion with all parents of an entry open. */
export function reveal(pointer: string, expansion: Expansion): Expansion {
  const toggled = new Set(expansion.toggled);
  const names = pointer.split('/').slice(1, -1);
  let parent = '';
  const open = (at: string, depth: number) => {
    if (!isExpanded(at, depth, { depth: expansion.depth, toggled })) {
      if (!toggled.delete(at)) {
        toggled.add(at);
      }
    }
  };
  if (pointer !== '') {
    open('', 0);
  }
  names.forEach((name, index) => {
    parent += `/${name}`;
    open(parent, index + 1);
  });
  return { depth: expansion.depth, toggled };
}
