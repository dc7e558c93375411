import { type DataFrame } from '@grafana/data';

/** One annotation; a point ends when it begins. Times are epoch milliseconds. */
export interface Mark {
  id: string;
  time: number;
  timeEnd: number;
  title: string;
  text: string;
  /** Grafana's name of it. */
  color: string;
}

/** The events of a dashboard's annotations, as scenes hands them to panels: one frame per kind, a row per event. */
export function readMarks(annotations: readonly DataFrame[]): Mark[] {
  return annotations.flatMap((frame) => {
    const values = (name: string): ArrayLike<unknown> =>
      frame.fields.find((field) => field.name === name)?.values ?? [];
    const [ids, times, ends] = [values('id'), values('time'), values('timeEnd')];
    const [titles, texts, colors] = [values('title'), values('text'), values('color')];
    return Array.from({ length: frame.length }, (_, row) => {
      const time = Number(times[row]);
      return {
        id: String(ids[row] ?? row),
        time,
        timeEnd: Math.max(time, Number(ends[row] ?? time)),
        title: String(titles[row] ?? ''),
        text: String(texts[row] ?? ''),
        color: String(colors[row] ?? 'red'),
      };
    });
  });
}
