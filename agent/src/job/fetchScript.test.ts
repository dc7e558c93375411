import { ControllerError } from '../wire/controllerError';
import { sleep } from '../timing/sleep';
import { fetchScript } from './fetchScript';

jest.mock('../timing/sleep', () => ({ sleep: jest.fn(() => Promise.resolve()) }));

const SCRIPT = { file: 'f.py', text: 'x' };
const away = new ControllerError('retry', 503, 'HTTP_503', 'away');

/** A source that fails so often before it comes, each time after `tookMs`. */
function source(failures: number, error: Error = away, tookMs = 0) {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  return jest.fn(() => {
    now += tookMs;
    return failures-- > 0 ? Promise.reject(error) : Promise.resolve(SCRIPT);
  });
}

beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(1);
  jest.mocked(sleep).mockClear();
});

afterEach(() => jest.restoreAllMocks());

const fetching = (get: () => Promise<typeof SCRIPT>, stop = new AbortController()) => fetchScript(get, stop.signal);

describe('the source of a job', () => {
  it('is asked for again while the controller is away, less and less often', async () => {
    const get = source(3);
    await expect(fetching(get)).resolves.toBe(SCRIPT);
    expect(get).toHaveBeenCalledTimes(4);
    expect(jest.mocked(sleep).mock.calls.map(([ms]) => ms)).toEqual([250, 500, 1000]);
  });

  it('is given up after a minute', async () => {
    const get = source(10, away, 30_000);
    await expect(fetching(get)).rejects.toBe(away);
    expect(get).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['the controller refuses it', new ControllerError('refuse', 404, 'UNKNOWN_SOURCE', 'none')],
    ['the agent must stop', new ControllerError('stop', 401, 'UNAUTHENTICATED', 'who?')],
    ['it cannot be written', new Error('ENOSPC')],
  ])('is asked for once when %s', async (_what, error) => {
    const get = source(10, error);
    await expect(fetching(get)).rejects.toBe(error);
    expect(get).toHaveBeenCalledTimes(1);
  });

  it('is not asked for again for a job that was stopped, whose wait ends with that', async () => {
    const stop = new AbortController();
    const get = source(10);
    jest.mocked(sleep).mockImplementationOnce((_ms, signal) => {
      expect(signal).toBe(stop.signal);
      stop.abort();
      return Promise.resolve();
    });
    await expect(fetching(get, stop)).rejects.toBe(away);
    expect(get).toHaveBeenCalledTimes(2);
  });
});
