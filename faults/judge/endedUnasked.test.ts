import { struck } from '../testing/evidence';
import { endedUnasked } from './endedUnasked';

const killed = { at: 1000, message: 'agent-1 was killed by SIGKILL; starting it again' };
const ended = { at: 50_000, message: 'controller-1 ended with exit code 1; starting it again' };

describe('agents and controllers that ended', () => {
  it('were asked to when a fault killed them, each once', () => {
    expect(endedUnasked([killed], [struck('killAgent', 1000, 4000)])).toEqual([]);
    expect(endedUnasked([killed, killed], [struck('killAgent', 1000, 4000)])).toEqual([killed.message]);
    expect(endedUnasked([killed], [struck('stallAgent', 1000, 4000)])).toEqual([killed.message]);
  });

  it('could not start without PostgreSQL, and only then', () => {
    expect(endedUnasked([ended], [struck('killPostgres', 45_000, 49_000)])).toEqual([]);
    expect(endedUnasked([ended], [struck('killPostgres', 20_000, 30_000)])).toEqual([ended.message]);
    expect(
      endedUnasked([{ ...ended, message: 'agent-1 ended with exit code 1' }], [struck('killPostgres', 45_000, 49_000)])
    ).toHaveLength(1);
    expect(endedUnasked([{ ...ended, message: 'controller-1 was killed by SIGSEGV' }], [])).toHaveLength(1);
  });
});
