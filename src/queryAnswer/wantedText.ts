import { textOf } from '../unknownValue/propertyOf';

/**
 * What a panel's query asks for in one of its fields, its variables replaced; '' when the dashboard was opened without a
 * choice. It names the thing in messages, and tells the answer about it from that about another.
 */
export function wantedText(
  targets: readonly object[] | undefined,
  field: string,
  replaceVariables: (text: string) => string
): string {
  return replaceVariables(textOf(targets?.[0], field)).trim();
}
