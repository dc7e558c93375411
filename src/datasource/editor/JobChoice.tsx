import React from 'react';
import { type OptionsProps } from './optionsProps';
import { TextField } from './TextField';

export function JobChoice(props: OptionsProps) {
  const { queryType } = props.query;
  const isOfAll = queryType === 'logs' || queryType === 'logCounts';
  const hint = isOfAll ? 'All jobs' : queryType === 'trace' ? 'Guid of a job or a batch' : 'Guid or ${guid}';
  return <TextField {...props} name="guid" label="Job" hint={hint} />;
}
