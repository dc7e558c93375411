import { type Static, type TSchema } from '@sinclair/typebox';
import { Ajv } from 'ajv';

/** Checks what came from outside against a schema; `problem` says what was wrong with the last value that failed. */
export interface Guard<T> {
  accepts(value: unknown): value is T;
  problem(): string;
}

const ajv = new Ajv({ strict: false, validateFormats: false, discriminator: true });

export function guardFor<S extends TSchema>(schema: S): Guard<Static<S>> {
  const validate = ajv.compile<Static<S>>(withoutBareNullable(schema));
  return {
    accepts: (value): value is Static<S> => validate(value),
    problem: () => ajv.errorsText(validate.errors, { dataVar: 'answer' }),
  };
}

/** The contract speaks OpenAPI 3.0; ajv knows `nullable` only beside `type`, and wants null among the values of an enum. */
function withoutBareNullable(schema: TSchema): object {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !('nullable' in value)) {
      return value;
    }
    const { nullable, ...rest }: Record<string, unknown> = { ...value };
    if (rest['type'] === undefined) {
      return rest;
    }
    return Array.isArray(rest['enum']) ? { ...rest, nullable, enum: [...rest['enum'], null] } : { ...rest, nullable };
  }) as object;
}
