import { FieldType, type DataFrame } from '@grafana/data';

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

export function readRow(frame: DataFrame, index = 0): Row {
  const json = (name: string): unknown => {
    const field = frame.fields.find((candidate) => candidate.name === name);
    const value: unknown = field?.values[index];
    return field?.type === FieldType.string && typeof value === 'string' ? parse(value) : value;
  };
  const raw = (name: string): unknown => frame.fields.find((field) => field.name === name)?.values[index];
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
