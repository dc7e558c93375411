import { defaultTreeAdapter as tree, parse, type DefaultTreeAdapterTypes } from 'parse5';

type Element = DefaultTreeAdapterTypes.Element;
type Parent = DefaultTreeAdapterTypes.ParentNode;

/** What the portal shows to people: a page, or a cell of a table. */
export class Page {
  private readonly root: Parent;

  constructor(html: string) {
    this.root = parse(html);
  }

  /** Values of an attribute, in the order of their elements. */
  values(name: string): string[] {
    return [...elementsIn(this.root)].flatMap(
      (element) => tree.getAttrList(element).find((attribute) => attribute.name === name)?.value ?? []
    );
  }

  /** What a reader sees, with single spaces. */
  text(): string {
    return textIn(this.root).replace(/\s+/g, ' ').trim();
  }
}

/** Guests get it, with status 200, whatever page they ask for. */
export function isLoginPage(answer: string): boolean {
  // JSON may quote one.
  return /^\s*</.test(answer) && new Page(answer).values('name').includes('user_login_');
}

function* elementsIn(parent: Parent): Generator<Element> {
  for (const node of parent.childNodes) {
    if (tree.isElementNode(node)) {
      yield node;
      yield* elementsIn(node);
    }
  }
}

const UNSEEN: ReadonlySet<string> = new Set(['script', 'style', 'title']);

function textIn(parent: Parent): string {
  return parent.childNodes
    .map((node) => {
      if (tree.isTextNode(node)) {
        return node.value;
      }
      return tree.isElementNode(node) && !UNSEEN.has(node.tagName) ? textIn(node) : ' ';
    })
    .join(' ');
}
