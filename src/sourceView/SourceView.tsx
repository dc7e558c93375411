import { ClipboardButton, Stack, Text, useStyles2 } from '@grafana/ui';
import { cx } from '@emotion/css';
import React, { useMemo, type ReactNode } from 'react';
import { VirtualRows } from '../virtualRows/VirtualRows';
import { JobText } from '../text/JobText';
import { visibleText } from '../text/visibleText';
import { getSourceStyles } from './sourceViewStyles';
import { tokenizePython } from './tokenizePython';

interface Props {
  source: string;
  /** What it is, for screen readers: "Source of acme:disk". */
  label: string;
  maxHeight: number;
  /** Counts from 1; brought into view. */
  markedLine?: number;
  /** How the marked line looks: chosen by a person, or the one that failed. */
  markedAs?: 'chosen' | 'failed';
  /** Makes line numbers links. */
  hrefOfLine?: (line: number) => string;
  /** Beside the copy button. */
  children?: ReactNode;
}

/** Python source with line numbers and colours, to read and to point at. */
export function SourceView({ source, label, maxHeight, markedLine, markedAs = 'chosen', hrefOfLine, children }: Props) {
  const styles = useStyles2(getSourceStyles);
  const lines = useMemo(() => tokenizePython(source), [source]);
  const digits = String(lines.length).length;

  return (
    <div>
      <Stack wrap="wrap" justifyContent="space-between" alignItems="center" gap={1}>
        <Text color="secondary" variant="bodySmall">
          {lines.length === 1 ? '1 line' : `${lines.length.toLocaleString()} lines`}
        </Text>
        <Stack gap={1} alignItems="center">
          {children}
          <ClipboardButton size="sm" variant="secondary" fill="text" icon="copy" getText={() => source}>
            Copy
          </ClipboardButton>
        </Stack>
      </Stack>
      <VirtualRows
        role="region"
        aria-label={visibleText(label)}
        tabIndex={0}
        className={styles.box}
        count={lines.length}
        rowHeight={20}
        maxHeight={maxHeight}
        revealed={markedLine === undefined ? undefined : markedLine - 1}
        renderRow={(index) => {
          const line = index + 1;
          const isMarked = line === markedLine;
          return (
            <div
              className={cx(styles.line, isMarked && (markedAs === 'failed' ? styles.failed : styles.chosen))}
              aria-current={isMarked || undefined}
            >
              <LineNumber line={line} digits={digits} href={hrefOfLine?.(line)} />
              {lines[index]?.map((token, at) => (
                <span key={at} className={styles[token.kind]}>
                  <JobText>{token.text}</JobText>
                </span>
              ))}
            </div>
          );
        }}
      />
    </div>
  );
}

function LineNumber({ line, digits, href }: { line: number; digits: number; href?: string }) {
  const styles = useStyles2(getSourceStyles);
  const width = { width: `${digits + 2}ch` };
  return href === undefined ? (
    <span className={styles.number} style={width} aria-hidden>
      {line}
    </span>
  ) : (
    <a className={styles.number} style={width} href={href} aria-label={`Line ${line}`}>
      {line}
    </a>
  );
}
