/** `?line=12`: the line of the source that a link points at. */
const LINE = 'line';

export function lineOfUrl(search: string): number | undefined {
  const text = new URLSearchParams(search).get(LINE) ?? '';
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined;
}

/** The same page, pointing at a line. */
export function hrefOfLine(pathname: string, search: string, line: number): string {
  const query = new URLSearchParams(search);
  query.set(LINE, String(line));
  return `${pathname}?${query.toString()}`;
}
