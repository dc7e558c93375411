import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';

export function getSourceStyles(theme: GrafanaTheme2) {
  const color = (dark: string, light: string) =>
    css({ color: theme.visualization.getColorByName(theme.isDark ? dark : light) });
  return {
    box: css({
      fontFamily: theme.typography.fontFamilyMonospace,
      fontSize: theme.typography.bodySmall.fontSize,
      background: theme.colors.background.canvas,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
    }),
    line: css({
      minHeight: 20,
      lineHeight: '20px',
      whiteSpace: 'pre',
      tabSize: 4,
      width: 'max-content',
      minWidth: '100%',
    }),
    // Not selectable: a copied piece of source is source only.
    number: css({
      display: 'inline-block',
      position: 'sticky',
      left: 0,
      marginRight: theme.spacing(1.5),
      paddingRight: '1ch',
      textAlign: 'right',
      userSelect: 'none',
      color: theme.colors.text.secondary,
      background: theme.colors.background.canvas,
      'a&:hover': { color: theme.colors.text.link, textDecoration: 'underline' },
    }),
    chosen: css({ background: theme.colors.info.transparent, boxShadow: `inset 3px 0 0 ${theme.colors.info.border}` }),
    failed: css({
      background: theme.colors.error.transparent,
      boxShadow: `inset 3px 0 0 ${theme.colors.error.border}`,
    }),
    plain: undefined,
    keyword: color('light-purple', 'dark-purple'),
    definition: color('light-blue', 'dark-blue'),
    builtin: color('light-blue', 'dark-blue'),
    string: color('light-green', 'dark-green'),
    comment: css({ color: theme.colors.text.secondary, fontStyle: 'italic' }),
    decorator: color('light-yellow', 'dark-purple'),
    numeral: color('light-orange', 'dark-red'),
  };
}
