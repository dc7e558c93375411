import { Counter, type Registry } from 'prom-client';
import { AUTH_FAILURES, type AuthFailure } from '../http/authFailure';

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
    AUTH_FAILURES.forEach((reason) => this.failures.inc({ reason }, 0));
  }

  count(reason: AuthFailure): void {
    this.failures.inc({ reason });
  }
}
