import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import React from 'react';
import { firstCharacters } from '../../../text/firstCharacters';
import { JobText } from '../../../text/JobText';
import { highlightParts } from './highlightParts';

interface Props {
  message: string;
  search: string;
  isWrapped: boolean;
  isExpanded: boolean;
  onToggle: () => void;
}

/** A longer message is shown up to here until it is expanded: one line must not fill the panel. */
const FOLDED_CHARS = 1200;
const FOLDED_LINES = 12;

/** A message as monospaced text, never as HTML. */
export function LogMessage({ message, search, isWrapped, isExpanded, onToggle }: Props) {
  const styles = useStyles2(getStyles);
  const folded = foldMessage(message, isWrapped);
  const shown = isExpanded ? message : folded;
  const isFolded = folded.length < message.length;
  return (
    <div className={cx(styles.message, isWrapped || isExpanded ? styles.wrapped : styles.oneLine)}>
      {highlightParts(shown, search).map(({ text, isHit }, index) => {
        const Part = isHit ? 'mark' : React.Fragment;
        return (
          <Part key={index}>
            <JobText>{text}</JobText>
          </Part>
        );
      })}
      {isFolded && (
        <Button size="sm" fill="text" className={styles.more} onClick={onToggle} aria-expanded={isExpanded}>
          {isExpanded ? 'Show less' : `Show all (${sizeOf(message)})`}
        </Button>
      )}
    </div>
  );
}

/** The beginning of a long message: whole lines where there are many, or else so many characters. */
export function foldMessage(message: string, isWrapped: boolean): string {
  if (!isWrapped) {
    return firstCharacters(message, FOLDED_CHARS).split('\n', 1)[0] ?? '';
  }
  const lines = message.split('\n', FOLDED_LINES + 1);
  const few = lines.length > FOLDED_LINES ? lines.slice(0, FOLDED_LINES).join('\n') : message;
  return firstCharacters(few, FOLDED_CHARS);
}

function sizeOf(message: string): string {
  const lines = message.split('\n').length;
  return lines > 1 ? `${lines} lines` : `${message.length.toLocaleString()} characters`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  message: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    minWidth: 0,
    '& mark': { background: theme.colors.warning.main, color: theme.colors.warning.contrastText, padding: 0 },
  }),
  wrapped: css({ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }),
  oneLine: css({ whiteSpace: 'pre', overflow: 'hidden', textOverflow: 'ellipsis' }),
  more: css({ height: 18, padding: theme.spacing(0, 0.5), fontFamily: theme.typography.fontFamily }),
});
