import { reasonOf } from '../texts/reasonOf';

/**
 * What went wrong at the controller's door. `again`: it may work later; `row`: what was sent is not taken; `taken`: another bridge has
 * the source; `stop`: somebody must correct the settings.
 */
export class DoorError extends Error {
  override readonly name = 'DoorError';
  readonly kind: 'again' | 'row' | 'taken' | 'stop';

  private constructor(kind: DoorError['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }

  static unanswered(path: string, error: unknown): DoorError {
    return new DoorError('again', `The Agent Controller did not answer ${path}: ${reasonOf(error)}`, error);
  }

  static answered(path: string, status: number, text: string): DoorError {
    const said = detailOf(text);
    const message = `The Agent Controller answered ${path} with ${status}${said}`;
    if (text.includes('"SOURCE_TAKEN"')) {
      return new DoorError('taken', message);
    }
    if (status === 401 || status === 403 || status === 404) {
      return new DoorError('stop', message);
    }
    return new DoorError(status === 400 || status === 413 ? 'row' : 'again', message);
  }
}

function detailOf(text: string): string {
  const [, detail] = /"detail":("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
  return detail === undefined ? '' : `: ${String(JSON.parse(detail)).slice(0, 500)}`;
}
