/**
 * What may be written down of a URL. Its query may hold anything, also a token somebody put there; and a whole token is
 * easily pasted where its id belongs: /api/v1/tokens/<id>.<secret> → /api/v1/tokens/<id>.***
 */
export function loggedPath(url: string): string {
  const [path = ''] = url.split('?');
  return path.replace(/([\w-]{1,64}(?:\.|%2e))[\w-]{20,}/gi, '$1***');
}
