import { QUEUES } from '@openvcloud/contract/src/queueName';
import { Slots } from './slots';

const slots = (): Slots => new Slots({ default: 4, hypervisor: 0, io: 1, process: 3 });

describe('the slots of an agent', () => {
  it('are as many as it has workers; a queue without one is not asked for', () => {
    expect(slots().freeOf(QUEUES)).toEqual({ default: 4, io: 1, process: 3 });
    expect(slots().freeOf(['io'])).toEqual({ io: 1 });
    expect(slots().freeOf([])).toEqual({});
  });

  it('are taken by jobs of their own queue, and free when these end', () => {
    const some = slots();
    some.take('default');
    some.take('io');
    expect(some.freeOf(QUEUES)).toEqual({ default: 3, process: 3 });
    some.release('io');
    expect(some.freeOf(QUEUES)).toEqual({ default: 3, io: 1, process: 3 });
  });

  it('are busy when more than half of them are taken', () => {
    const some = slots();
    const isBusy = (): boolean => some.isBusy('default');
    expect(isBusy()).toBe(false);
    some.take('default');
    some.take('default');
    expect(isBusy()).toBe(false);
    some.take('default');
    expect(isBusy()).toBe(true);
    expect(some.isBusy('process')).toBe(false);
    some.release('default');
    expect(isBusy()).toBe(false);
  });
});
