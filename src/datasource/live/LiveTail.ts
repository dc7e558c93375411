import { createDataFrame, type DataFrame, type Field } from '@grafana/data';

/** As many as Grafana's Loki keeps in a live tail. */
export const TAIL_ROWS = 1000;

/** The newest rows of a query that is followed: what Explore shows as one frame that grows. */
export class LiveTail {
  private readonly key: string;
  private frame: DataFrame | undefined;
  /** By what is the same in every answer; a row that comes again takes the place of the former. */
  private rows = new Map<unknown, unknown[]>();

  /** `key`: the field that names a row. */
  constructor(key: string) {
    this.key = key;
  }

  /** The list was asked for; its rows are older than those that came meanwhile. */
  begin(frame: DataFrame): void {
    const came = this.rows;
    this.rows = new Map();
    this.add(frame);
    came.forEach((row, key) => this.put(key, row));
  }

  add(frame: DataFrame): void {
    this.frame ??= frame;
    const fields = this.fieldsOf(frame);
    const keys = frame.fields.find(({ name }) => name === this.key)?.values ?? [];
    for (let index = 0; index < frame.length; index++) {
      this.put(
        keys[index],
        fields.map((field): unknown => field?.values[index])
      );
    }
  }

  /** undefined: nothing is known yet. */
  toFrame(refId: string): DataFrame | undefined {
    if (this.frame === undefined) {
      return undefined;
    }
    const rows = [...this.rows.values()];
    const { name, meta } = this.frame;
    const fields = this.frame.fields.map(({ name, type, config }, place) => ({
      name,
      type,
      config,
      values: rows.map((row) => row[place]),
    }));
    return createDataFrame({ name, refId, meta, fields });
  }

  private put(key: unknown, row: unknown[]): void {
    this.rows.delete(key);
    this.rows.set(key, row);
    if (this.rows.size > TAIL_ROWS) {
      this.rows.delete(this.rows.keys().next().value);
    }
  }

  /** In the order of the first frame, whatever that of this one. */
  private fieldsOf({ fields }: DataFrame): Array<Field | undefined> {
    const byName = new Map(fields.map((field) => [field.name, field]));
    return (this.frame?.fields ?? []).map(({ name }) => byName.get(name));
  }
}
