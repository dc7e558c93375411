import { pino } from 'pino';
import { type RegisterRequest, type RegisterResponse } from '@openvcloud/contract';
import { sleep } from '../timing/sleep';
import { ControllerClock } from '../wire/controllerClock';
import { ControllerError } from '../wire/controllerError';
import { Registration, SessionFightError } from './registration';

jest.mock('../timing/sleep', () => ({ sleep: jest.fn(() => Promise.resolve()) }));

const ANSWER: RegisterResponse = {
  gid: 1,
  nid: 7,
  leaseMs: 30_000,
  heartbeatMs: 1000,
  serverTime: 5000,
  limits: { resultBytes: 1, messageBytes: 1, linesPerJob: 1, batchBytes: 1 },
};
const away = new ControllerError('retry', 503, 'HTTP_503', 'away');
const MINUTE = 60_000;

let now = 0;

beforeEach(() => {
  now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  jest.spyOn(Math, 'random').mockReturnValue(1);
  jest.mocked(sleep).mockClear();
});

afterEach(() => jest.restoreAllMocks());

function registering(...failures: Error[]) {
  return registeringAt(ANSWER, failures);
}

function registeringAt(
  answer: RegisterResponse,
  failures: Error[] = [],
  { roles }: { roles: string[] | undefined } = { roles: ['node'] }
) {
  const said: string[] = [];
  const asked: RegisterRequest[] = [];
  const clock = new ControllerClock();
  const registration = new Registration({
    client: {
      register: (request) => {
        asked.push(request);
        const failure = failures.shift();
        return failure ? Promise.reject(failure) : Promise.resolve(answer);
      },
    },
    clock,
    config: { name: 'node-7', roles, workers: { default: 4, hypervisor: 0, io: 1, process: 0 } },
    sessionId: 'session',
    version: '1.2.3',
    python: () => ({ version: '3.11.7', path: '/usr/bin/python3' }),
    log: pino({ level: 'warn' }, { write: (line: string) => said.push(line) }),
  });
  return { asked, said, clock, registration };
}

const never = new AbortController().signal;

describe('an agent that registers', () => {
  it('says who it is, and learns the time', async () => {
    const { asked, clock, registration } = registering();
    const learn = jest.spyOn(clock, 'learn');
    await expect(registration.register(never)).resolves.toBe(ANSWER);
    expect(asked).toMatchObject([
      {
        sessionId: 'session',
        name: 'node-7',
        roles: ['node'],
        workers: { default: 4, hypervisor: 0, io: 1, process: 0 },
        agentVersion: '1.2.3',
        pythonVersion: '3.11.7',
        pythonPath: '/usr/bin/python3',
        pid: process.pid,
      },
    ]);
    expect(asked[0]?.addresses).not.toContain('127.0.0.1');
    const [reading] = learn.mock.calls[0] ?? [];
    expect(reading?.time).toBe(5000);
    expect((reading?.arrivedAt ?? 0) - (reading?.sentAt ?? 0)).toBeGreaterThanOrEqual(0);
  });

  it('says which of the roles it asked for its node was not given', async () => {
    const { said, registration } = registeringAt({ ...ANSWER, name: 'given', roles: ['node'], askedRoles: ['master'] });
    await registration.register(never);
    expect(said).toEqual([expect.stringMatching(/"askedRoles":\["master"\].*AGENT_ROLES asks for roles that/)]);
  });

  it('asks for no role in particular when it is not told to: it has all that its node was given', async () => {
    const { asked, said, registration } = registeringAt(ANSWER, [], { roles: undefined });
    await registration.register(never);
    expect(asked[0]).not.toHaveProperty('roles');
    expect(said).toEqual([]);
  });

  it('tries again while the controller is away, less and less often', async () => {
    const { asked, registration } = registering(away, away, away);
    await registration.register(never);
    expect(asked).toHaveLength(4);
    expect(jest.mocked(sleep).mock.calls.map(([ms]) => ms)).toEqual([250, 500, 1000]);
  });

  it.each([new ControllerError('refuse', 400, 'BAD_BODY', 'no'), new Error('a fault')])(
    'gives up at once after %s',
    async (error) => {
      const { asked, registration } = registering(error);
      await expect(registration.register(never)).rejects.toBe(error);
      expect(asked).toHaveLength(1);
    }
  );

  it('gives up when it is told to stop', async () => {
    const { asked, registration } = registering(away, away);
    await expect(registration.register(AbortSignal.abort())).rejects.toBe(away);
    expect(asked).toHaveLength(1);
  });

  it('asks once for all who want it at the same time, and anew after that', async () => {
    const { asked, registration } = registering();
    await Promise.all([registration.register(never), registration.register(never)]);
    expect(asked).toHaveLength(1);
    await registration.register(never);
    expect(asked).toHaveLength(2);
  });
});

describe('an agent that loses its session', () => {
  const lose = async (registration: Registration, times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      await registration.registerAgain(never);
    }
  };

  it('registers again', async () => {
    const { asked, registration } = registering();
    await lose(registration, 5);
    expect(asked).toHaveLength(5);
  });

  it('more than five times in five minutes, gives up: another one has its token', async () => {
    const { asked, registration } = registering();
    await lose(registration, 5);
    now = 5 * MINUTE - 1;
    const sixth = registration.registerAgain(never);
    await expect(sixth).rejects.toBeInstanceOf(SessionFightError);
    await expect(sixth).rejects.toThrow('taken over 5 times within 5 minutes');
    expect(asked).toHaveLength(5);
  });

  it('now and then, goes on for ever', async () => {
    const { asked, registration } = registering();
    await lose(registration, 5);
    now = 5 * MINUTE;
    await lose(registration, 5);
    expect(asked).toHaveLength(10);
  });
});
