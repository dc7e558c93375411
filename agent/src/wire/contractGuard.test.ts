import { Type } from '@sinclair/typebox';
import { guardFor } from './contractGuard';

describe('a guard of the contract', () => {
  it('takes what fits its schema, and says what was wrong with the last that did not', () => {
    const guard = guardFor(Type.Object({ count: Type.Integer() }));
    expect(guard.accepts({ count: 1 })).toBe(true);
    expect(guard.accepts({ count: 'one' })).toBe(false);
    expect(guard.problem()).toBe('answer/count must be integer');
  });

  it('takes null where OpenAPI says nullable: beside a type, among the values of an enum, and alone', () => {
    const typed = guardFor(Type.Unsafe<string | null>({ type: 'string', nullable: true }));
    expect([typed.accepts(null), typed.accepts('a'), typed.accepts(1)]).toEqual([true, true, false]);
    const listed = guardFor(Type.Unsafe<string | null>({ type: 'string', enum: ['a'], nullable: true }));
    expect([listed.accepts(null), listed.accepts('a'), listed.accepts('b')]).toEqual([true, true, false]);
    const any = guardFor(Type.Object({ value: Type.Unsafe<unknown>({ nullable: true }) }));
    expect([any.accepts({ value: null }), any.accepts({})]).toEqual([true, false]);
  });
});
