import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Field, useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';

interface Props {
  id: string;
  label: string;
  value: string;
  isRequired?: boolean;
  /** Its options. */
  children: ReactNode;
  onChange: (value: string) => void;
}

/** A choice among a few, by the browser's own list: it opens above a dialog, and on a phone as one is used to. */
export function SelectField({ id, label, value, isRequired = false, children, onChange }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <Field label={label} htmlFor={id} required={isRequired}>
      <select
        id={id}
        className={styles.select}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        {children}
      </select>
    </Field>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  select: css({
    width: '100%',
    height: theme.spacing(4),
    padding: theme.spacing(0, 1),
    color: theme.colors.text.primary,
    background: theme.components.input.background,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
  }),
});
