import { propertyOf, textOf } from '../unknownValue/propertyOf';
import { messageOf } from './errorOf';

/** What the controller or the data source's backend refused, in its own words and with what to do; else as any error. */
export function problemText(error: unknown): string {
  const body = propertyOf(error, 'data');
  const detail = textOf(body, 'detail');
  return detail === '' ? messageOf(error) : [detail, textOf(body, 'action')].filter(Boolean).join(' ');
}
