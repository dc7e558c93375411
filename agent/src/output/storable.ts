/** PostgreSQL's text has no NUL; show that there was one. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}
