import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { HashMismatchError, ScriptCache } from './scriptCache';
import { temporaryFolder } from '../testing/startAgent';

const text = 'def action():\n    return 1\n';
const hash = createHash('sha256').update(text).digest('hex');

function cacheIn(folder: string, answer = text): { cache: ScriptCache; fetched: string[] } {
  const fetched: string[] = [];
  const cache = new ScriptCache(folder, (wanted) => {
    fetched.push(wanted);
    return Promise.resolve({ hash: wanted, text: answer });
  });
  return { cache, fetched };
}

describe('ScriptCache', () => {
  it('fetches a source once, also when two jobs want it at the same time, and keeps it for the next start', async () => {
    const folder = temporaryFolder();
    const first = cacheIn(folder);
    const [one, two] = await Promise.all([first.cache.get(hash), first.cache.get(hash)]);
    expect([one?.text, two?.text]).toEqual([text, text]);
    expect(readFileSync(one?.file ?? '', 'utf8')).toBe(text);
    const second = cacheIn(folder);
    await second.cache.get(hash);
    expect([first.fetched, second.fetched]).toEqual([[hash], []]);
  });

  it('fetches anew what was changed on disk', async () => {
    const folder = temporaryFolder();
    const { file } = await cacheIn(folder).cache.get(hash);
    writeFileSync(file, 'changed');
    const again = cacheIn(folder);
    expect((await again.cache.get(hash)).text).toBe(text);
    expect(again.fetched).toEqual([hash]);
  });

  it('refuses a source that is not what its hash promises, and asks again the next time', async () => {
    const { cache, fetched } = cacheIn(temporaryFolder(), 'something else');
    await expect(cache.get(hash)).rejects.toThrow(HashMismatchError);
    await expect(cache.get(hash)).rejects.toThrow(/it was not run/);
    expect(fetched).toHaveLength(2);
  });
});
