import { type DataFrame } from '@grafana/data';

/** The first frame that holds a row and has all these fields. */
export function findFrame(frames: readonly DataFrame[], names: readonly string[]): DataFrame | undefined {
  return frames.find(
    ({ length, fields }) => length > 0 && names.every((name) => fields.some((field) => field.name === name))
  );
}
