/** Why a request was not let in: no token, one of another form, one nobody has, too many of those, another role, no certificate. */
export const AUTH_FAILURES = ['missing', 'malformed', 'unknown', 'too_many', 'role', 'certificate'] as const;
export type AuthFailure = (typeof AUTH_FAILURES)[number];
