import { Stack, Tag, Text } from '@grafana/ui';
import React from 'react';
import { visibleText } from '../../text/visibleText';

/** Roles or tags. */
export function Labels({ texts }: { texts: readonly string[] }) {
  if (texts.length === 0) {
    return <Text color="secondary">none</Text>;
  }
  return (
    <Stack gap={0.5} wrap="wrap">
      {texts.map((text) => (
        <Tag key={text} name={visibleText(text)} />
      ))}
    </Stack>
  );
}
