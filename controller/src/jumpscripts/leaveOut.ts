import { toJumpScriptName } from '@openvcloud/contract';
import { createHash } from 'node:crypto';
import type { FilePlace } from './lookAtFile';
import { NOTHING_DECLARED } from './metadata';
import type { ReadFile } from './withIds';

/** A file that is not read as a JumpScript: listed as broken with the reason, and with nothing of what it holds. */
export function leaveOut(place: FilePlace, reason: string): ReadFile {
  const [organization, name] = [toJumpScriptName(place.organization), toJumpScriptName(place.name)];
  return {
    place,
    isLeftOut: true,
    text: '',
    hash: createHash('sha256').digest('hex'),
    metadata: { ...NOTHING_DECLARED, organization, name, parseError: reason, notices: [], isPlannable: false },
  };
}
