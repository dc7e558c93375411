import { Turns } from './turns';

describe('turns at connections', () => {
  let begun: string[];
  let ends: Map<string, () => void>;
  let turns: Turns;
  beforeEach(() => {
    [begun, ends] = [[], new Map()];
    turns = new Turns(4, 2);
  });
  const ask = async (name: string, isFirst: boolean, withinMs = 60_000) => {
    const end = await turns.take(isFirst, withinMs);
    if (end !== undefined) {
      begun.push(name);
      ends.set(name, end);
    }
    return end !== undefined;
  };
  const end = (name: string) => ends.get(name)?.();

  it('leave some for who comes first, however many others wait', async () => {
    const others = ['o1', 'o2', 'o3', 'o4', 'o5'].map((name) => ask(name, false));
    await Promise.all(others.slice(0, 2));
    await Promise.all([ask('f1', true), ask('f2', true)]);
    expect(begun).toEqual(['o1', 'o2', 'f1', 'f2']);
    end('o1');
    await others[2];
    expect(begun.at(-1)).toBe('o3');
    ['o2', 'o3', 'f1', 'f2'].forEach(end);
    await Promise.all(others.slice(0, 4));
    end('o4');
    await others[4];
  });

  it('are all for who comes first, and the next is theirs, too', async () => {
    await Promise.all(['f1', 'f2', 'f3', 'f4'].map((name) => ask(name, true)));
    const waiting = [ask('o1', false), ask('f5', true)];
    end('f1');
    await waiting[1];
    expect(begun.at(-1)).toBe('f5');
    end('f2');
    await waiting[0];
    expect(begun.at(-1)).toBe('o1');
  });

  it('are not waited for longer than somebody wants to, and are then not kept for him', async () => {
    await Promise.all(['f1', 'f2', 'f3', 'f4'].map((name) => ask(name, true)));
    expect(await ask('impatient', true, 10)).toBe(false);
    const next = ask('f5', true);
    end('f1');
    expect(await next).toBe(true);
  });
});
