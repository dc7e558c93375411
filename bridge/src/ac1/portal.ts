import type { JsonValue } from '@openvcloud/contract';
import { Agent, fetch, type Dispatcher } from 'undici';
import { parseJson } from '../texts/parseJson';
import { reasonOf } from '../texts/reasonOf';
import { CookieJar } from './cookieJar';
import { isLoginPage, Page } from './page';

export interface PortalSettings {
  /** e.g. https://portal.example */
  url: string;
  user: string;
  password: string;
  ca?: string | undefined;
}

/** What the portal answered instead of what was asked for, or that it did not; never what was sent. */
export class PortalError extends Error {
  override readonly name = 'PortalError';
  /** undefined: it did not answer. */
  readonly status: number | undefined;

  private constructor(message: string, status?: number, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }

  static answered(what: string, status: number, why: string): PortalError {
    return new PortalError(`The portal answered ${what} with ${status}: ${why}`, status);
  }

  static unanswered(path: string, error: unknown): PortalError {
    return new PortalError(`The portal did not answer ${path}: ${reasonOf(error)}`, undefined, error);
  }
}

/** What guests get, with status 200. */
export const LOGIN_PAGE = 'the login page';
const ANSWER_WITHIN_MS = 60_000;
/** The portal serves people, too. */
const AT_ONCE = 2;

/**
 * AC1's portal, read with GET only, but for the login. A session that ended is renewed once, for all that wait for it: a wrong
 * password is not tried again and again.
 */
export class Portal {
  private readonly settings: PortalSettings;
  private readonly dispatcher: Dispatcher;
  private readonly cookies = new CookieJar();
  private login: Promise<void> | undefined;
  private inFlight = 0;
  private readonly waiting: Array<() => void> = [];

  constructor(settings: PortalSettings) {
    this.settings = settings;
    this.dispatcher = new Agent(settings.ca === undefined ? {} : { connect: { ca: settings.ca } });
  }

  /** JSON of a method: repeated parameters are alternatives. */
  async json(path: string, query: URLSearchParams): Promise<JsonValue> {
    const { text } = await this.get(path, query, 'application/json');
    const value = parseJson(text);
    if (value === undefined) {
      throw PortalError.answered(
        path,
        200,
        /<html|<form/i.test(text) ? 'a page instead of JSON' : 'a cut or unreadable answer'
      );
    }
    return value;
  }

  /** A page that has to be open to the account. */
  async page(path: string): Promise<string> {
    const { text } = await this.get(path, new URLSearchParams(), 'text/html');
    if (isLoginPage(text)) {
      throw PortalError.answered(path, 200, LOGIN_PAGE);
    }
    return text;
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  private async get(path: string, query: URLSearchParams, accept: string): Promise<{ text: string }> {
    await this.loggedIn();
    const session = this.login;
    const first = await this.exchange(path, query, accept);
    const isOver = first.status === 419 || first.status === 401 || isLoginPage(first.text);
    if (isOver) {
      // Another request may have renewed it meanwhile.
      this.login = this.login === session ? undefined : this.login;
      await this.loggedIn();
    }
    const answer = isOver ? await this.exchange(path, query, accept) : first;
    if (answer.status !== 200) {
      throw PortalError.answered(path, answer.status, shortOf(answer.text));
    }
    return answer;
  }

  /** One login for all who wait; one that failed is tried again by the next pass. */
  private loggedIn(): Promise<void> {
    this.login ??= this.logIn().catch((error: unknown) => {
      this.login = undefined;
      throw error;
    });
    return this.login;
  }

  private async logIn(): Promise<void> {
    this.cookies.clear();
    const { user, password } = this.settings;
    const path = '/restmachine/system/usermanager/authenticate';
    const body = new URLSearchParams({ name: user, secret: password });
    const { status, text } = await this.send(path, 'application/json', body);
    if (status !== 200) {
      const why = status === 401 ? 'user or password is wrong' : shortOf(text);
      throw PortalError.answered('the login', status, why);
    }
  }

  private async exchange(path: string, query: URLSearchParams, accept: string) {
    const asked = query.toString();
    return this.inTurn(() => this.send(asked === '' ? path : `${path}?${asked}`, accept));
  }

  private async send(path: string, accept: string, form?: URLSearchParams): Promise<{ status: number; text: string }> {
    try {
      const response = await fetch(`${this.settings.url}${path}`, {
        method: form === undefined ? 'GET' : 'POST',
        headers: { accept, ...this.cookies.headers() },
        ...(form === undefined ? {} : { body: form }),
        // A redirect would lead the session elsewhere.
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        dispatcher: this.dispatcher,
      });
      this.cookies.keep(response.headers, Date.now());
      return { status: response.status, text: await response.text() };
    } catch (error) {
      // Its query would fill the message.
      throw PortalError.unanswered(path.replace(/\?.*/, ''), error);
    }
  }

  private async inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    while (this.inFlight >= AT_ONCE) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.inFlight += 1;
    try {
      return await work();
    } finally {
      this.inFlight -= 1;
      this.waiting.shift()?.();
    }
  }
}

/** The beginning of what it said, without its markup. */
function shortOf(text: string): string {
  return new Page(text).text().slice(0, 200);
}
