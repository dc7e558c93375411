import type { Static, TSchema } from '@sinclair/typebox';
import { Ajv } from 'ajv';

const ajv = new Ajv({ strict: false, formats: { int64: true, double: true } });

/** A schema of the contract → what reads an answer of that kind; throws when it is another one. */
export function answerOf<Schema extends TSchema>(schema: Schema): (answer: unknown) => Static<Schema> {
  const validate = ajv.compile<Static<Schema>>(schema);
  return (answer) => {
    if (validate(answer)) {
      return answer;
    }
    const [fault] = validate.errors ?? [];
    throw new Error(
      `Expected ${schema.title ?? 'an answer'} from the API, got: ${fault?.instancePath} ${fault?.message}.`
    );
  };
}
