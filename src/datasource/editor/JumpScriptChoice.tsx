import React from 'react';
import { type OptionsProps } from './optionsProps';
import { TextField } from './TextField';

export function JumpScriptChoice(props: OptionsProps) {
  return (
    <>
      <TextField {...props} name="jumpscriptId" label="JumpScript" hint="organization:name or ${jumpscript}" />
      <TextField {...props} name="jumpscriptVersion" label="Version" hint="Current" />
    </>
  );
}
