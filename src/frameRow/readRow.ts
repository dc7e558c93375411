import { FieldType, type DataFrame, type Field } from '@grafana/data';

/** One row of a frame, read by field name. A field that is missing or of another type reads as null, never as a guess. */
export interface Row {
  text: (name: string) => string | null;
  number: (name: string) => number | null;
  flag: (name: string) => boolean | null;
  /** A list of texts: JSON, or words with commas between them. */
  texts: (name: string) => string[];
  /** Any JSON value; undefined when there is no such field. */
  json: (name: string) => unknown;
}

/** All rows of a frame, its fields looked up once and not once per value. */
export function readRows(frame: DataFrame): Row[] {
  const fields = fieldsByName(frame);
  return Array.from({ length: frame.length }, (_, index) => rowAt(fields, index));
}

/** One row of a frame, the first unless said otherwise. */
export function readRow(frame: DataFrame, index = 0): Row {
  return rowAt(fieldsByName(frame), index);
}

type Fields = ReadonlyMap<string, Field>;

/** Of fields with the same name the first counts. */
function fieldsByName({ fields }: DataFrame): Fields {
  return new Map([...fields].reverse().map((field) => [field.name, field]));
}

function rowAt(fields: Fields, index: number): Row {
  const raw = (name: string): unknown => fields.get(name)?.values[index];
  const json = (name: string): unknown => {
    const value = raw(name);
    return fields.get(name)?.type === FieldType.string && typeof value === 'string' ? parse(value) : value;
  };
  return {
    text: (name) => ofType(raw(name), 'string'),
    number: (name) => ofType(raw(name), 'number'),
    flag: (name) => ofType(raw(name), 'boolean'),
    texts: (name) => {
      const list = json(name);
      const text = raw(name);
      if (Array.isArray(list)) {
        return list.filter((item) => typeof item === 'string');
      }
      return typeof text === 'string' ? text.split(/,\s*/).filter((word) => word !== '') : [];
    },
    json,
  };
}

interface Named {
  string: string;
  number: number;
  boolean: boolean;
}

function ofType<T extends keyof Named>(value: unknown, type: T): Named[T] | null {
  const isWanted = (candidate: unknown): candidate is Named[T] => typeof candidate === type;
  return isWanted(value) ? value : null;
}

/** JSON that travelled as text; a text that is no JSON is itself the value. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
