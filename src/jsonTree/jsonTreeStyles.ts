import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';

export function getTreeStyles(theme: GrafanaTheme2) {
  const color = (dark: string, light: string) => ({
    color: theme.visualization.getColorByName(theme.isDark ? dark : light),
  });
  return {
    frame: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0 }),
    tree: css({
      fontFamily: theme.typography.fontFamilyMonospace,
      fontSize: theme.typography.bodySmall.fontSize,
      background: theme.colors.background.canvas,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      padding: theme.spacing(0.5),
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
      '&:focus-visible [aria-selected="true"]': { background: theme.colors.action.selected },
    }),
    row: css({
      display: 'block',
      minHeight: 22,
      lineHeight: '22px',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      cursor: 'default',
      '&:hover': { background: theme.colors.action.hover },
      '&[aria-expanded]': { cursor: 'pointer' },
    }),
    arrow: css({ display: 'inline-block', width: 18, color: theme.colors.text.secondary }),
    name: css(color('light-blue', 'dark-blue')),
    index: css({ color: theme.colors.text.secondary }),
    string: css(color('light-green', 'dark-green')),
    number: css(color('light-orange', 'dark-red')),
    literal: css(color('light-purple', 'dark-purple')),
    summary: css({ color: theme.colors.text.secondary }),
    more: css({
      background: 'none',
      border: 'none',
      padding: theme.spacing(0, 0.5),
      color: theme.colors.text.link,
      '&:disabled': { color: theme.colors.text.secondary },
    }),
  };
}
