import { getSetCookies, type Headers } from 'undici';

/** The cookies of one host, all of which go to it. */
export class CookieJar {
  private readonly values = new Map<string, string>();

  /** Takes what an answer sets, and drops what it ends. `now`: epoch ms. */
  keep(headers: Headers, now: number): void {
    for (const { name, value, maxAge, expires } of getSetCookies(headers)) {
      const isOver = maxAge === undefined ? expires !== undefined && Number(expires) <= now : maxAge <= 0;
      if (isOver) {
        this.values.delete(name);
      } else {
        this.values.set(name, value);
      }
    }
  }

  clear(): void {
    this.values.clear();
  }

  /** For the next request. */
  headers(): { cookie?: string } {
    const cookie = [...this.values].map(([name, value]) => `${name}=${value}`).join('; ');
    return cookie === '' ? {} : { cookie };
  }
}
