const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+)/y;
const DEPTH: Readonly<Record<string, number>> = { '{': 1, '[': 1, '}': -1, ']': -1 };

/**
 * `{"a":1,"args":{"n":9007199254740993}}`, `args` → `{"n":9007199254740993}`: the text of one member of a JSON object, as it
 * was written. The text has been parsed before, so it is JSON; like JSON.parse, the last of equal names counts.
 */
export function rawJsonMember(json: string, name: string): string | undefined {
  let found: string | undefined;
  for (const [key, value] of members(json)) {
    if (key === name) {
      found = value;
    }
  }
  return found;
}

function* members(json: string): Generator<[name: string, value: string]> {
  const token = new RegExp(TOKEN);
  let depth = 0;
  let key = '';
  let start: number | undefined;
  for (let match = token.exec(json); match !== null; match = token.exec(json)) {
    const [, text = ''] = match;
    if (depth === 1 && start === undefined) {
      if (text === ':') {
        start = token.lastIndex;
      } else if (text.startsWith('"')) {
        key = String(JSON.parse(text));
      }
    } else if (depth === 1 && (text === ',' || text === '}')) {
      yield [key, json.slice(start, token.lastIndex - 1).trim()];
      start = undefined;
    }
    depth += DEPTH[text] ?? 0;
  }
}
