/** What helmet would send: what is no request, or has a URL that cannot be read, is answered before any hook runs, helmet's among them. */
export const GUARD_HEADERS = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
} as const;
