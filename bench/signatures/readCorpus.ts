import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { failureSignature, type Failure } from '../../controller/src/failures/failureSignature';
import type { Signed } from './judge';

const CORPUS = join(__dirname, 'corpus.py');

/** Real failures of every kind of the corpus (corpus.py), signed. The same seed gives the same ones. */
export async function signCorpus(seed: number, perKind: number): Promise<Signed[]> {
  const { stdout } = await promisify(execFile)('python3', ['-B', CORPUS, String(seed), String(perKind)], {
    maxBuffer: 256 * 1024 * 1024,
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; failure: Failure })
    .map(({ kind, failure }) => ({ kind, signature: failureSignature(failure) }));
}
