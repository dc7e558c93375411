import { Counter, type Registry } from 'prom-client';

/** Why a request was not let in: no token, one of another form, one nobody has, too many of those, another role, no certificate. */
const REASONS = ['missing', 'malformed', 'unknown', 'too_many', 'role', 'certificate'] as const;
export type AuthFailure = (typeof REASONS)[number];

/** Failed authentications leave a number, not rows: whoever guesses tokens must not fill the database. */
export class AuthFailures {
  private readonly failures: Counter<'reason'>;

  constructor(registry: Registry) {
    this.failures = new Counter({
      name: 'openvcloud_auth_failures_total',
      help: 'Requests that were not let in, by reason',
      labelNames: ['reason'],
      registers: [registry],
    });
    REASONS.forEach((reason) => this.failures.inc({ reason }, 0));
  }

  count(reason: AuthFailure): void {
    this.failures.inc({ reason });
  }
}
