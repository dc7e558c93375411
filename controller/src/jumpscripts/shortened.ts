import { printable } from '@openvcloud/contract';
import { firstCharacters } from '../text/firstCharacters';

/** On one line, and not more than is needed to know it again. */
export function shortened(written: string): string {
  return firstCharacters(printable(written.replace(/\s+/g, ' ')), 100);
}
