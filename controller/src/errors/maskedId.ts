import { JOB_FIELDS, JUMPSCRIPT_FIELDS, LOG_FIELDS } from '@openvcloud/contract';

const FIELDS: ReadonlySet<string> = new Set(Object.keys({ ...JOB_FIELDS, ...LOG_FIELDS, ...JUMPSCRIPT_FIELDS }));
const TOKEN_ID = /^(?:[0-9a-f]{16}|seed-(?:viewer|operator|admin|agent-\d{1,9}))(?=\.|$)/;
const JUMPSCRIPT_ID = /^[\w.-]{1,200}:[\w.-]{1,200}$/;

/** What each path parameter of the API looks like. */
const HAS_FORM: Readonly<Record<string, (value: string) => boolean>> = {
  guid: (value) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  id: (value) => TOKEN_ID.exec(value)?.[0] === value || JUMPSCRIPT_ID.test(value),
  nid: (value) => /^\d{1,10}$/.test(value),
  field: (value) => FIELDS.has(value),
  key: (value) => /^[0-9a-f]{16}$/.test(value),
  hash: (value) => /^[0-9a-f]{64}$/.test(value),
};
/** No secret is shorter. */
const SECRET_CHARS = 8;

/**
 * An id as it may be written down. A secret is easily pasted where an id belongs, so what does not look like one is not:
 * `<id>.<secret>` → `<id>.***`, `<secret>` → `***`.
 */
export function maskedId(name: string, value: string): string {
  if (value.length < SECRET_CHARS || HAS_FORM[name]?.(value) === true) {
    return value;
  }
  const [tokenId] = (name === 'id' && TOKEN_ID.exec(value)) || [];
  return tokenId === undefined ? '***' : `${tokenId}.***`;
}

/** A text about a request, without what its path holds in place of ids. */
export function withMaskedIds(text: string, params: unknown): string {
  return Object.entries(params ?? {}).reduce(
    (masked, [name, value]) =>
      typeof value === 'string' && value !== '' ? masked.replaceAll(value, maskedId(name, value)) : masked,
    text
  );
}
