import React from 'react';
import { type OptionsProps } from './optionsProps';
import { TextField } from './TextField';

export function JobChoice(props: OptionsProps) {
  const hint = props.query.queryType === 'logs' ? 'All jobs' : 'Guid or ${guid}';
  return <TextField {...props} name="guid" label="Job" hint={hint} />;
}
