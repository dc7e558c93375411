import { toJumpScriptName, printable } from '@openvcloud/contract';
import type { JumpScriptFile } from './jumpscriptVersions';
import type { FilePlace } from './lookAtFile';

export interface ReadFile extends Omit<JumpScriptFile, 'id' | 'path'> {
  place: FilePlace;
  /** It was not read as a JumpScript at all. */
  isLeftOut: boolean;
}

/**
 * A file may declare another organization and name than those of its place. An id that several want is that of the file at
 * its place, else of the first in order. The others are listed as broken, under a free id made of where they are.
 */
export function withIds(files: readonly ReadFile[]): JumpScriptFile[] {
  const owners = new Map<string, ReadFile>();
  for (const file of [...files.filter(isAtItsPlace), ...files]) {
    owners.set(idOf(file.metadata), owners.get(idOf(file.metadata)) ?? file);
  }
  const taken = new Set(owners.keys());
  return files.map((file) => {
    const owner = owners.get(idOf(file.metadata)) ?? file;
    return owner === file ? listed(file) : listed(asSecond(file, owner, taken));
  });
}

function asSecond(file: ReadFile, owner: ReadFile, taken: Set<string>): ReadFile {
  const organization = toJumpScriptName(file.place.organization);
  const base = toJumpScriptName(file.place.name);
  let name = base;
  for (let count = 2; taken.has(idOf({ organization, name })); count++) {
    name = `${[...base].slice(0, 190).join('')}-${count}`;
  }
  taken.add(idOf({ organization, name }));
  const reason = `expected an organization and name of its own, got ${idOf(file.metadata)}, which ${printable(owner.place.path)} has; declare others, or take one of the files away`;
  const parseError = file.isLeftOut ? file.metadata.parseError : reason;
  return { ...file, metadata: { ...file.metadata, organization, name, parseError, notices: [], isPlannable: false } };
}

function listed({ place, text, hash, metadata }: ReadFile): JumpScriptFile {
  return { id: idOf(metadata), path: printable(place.path), text, hash, metadata };
}

function isAtItsPlace({ place, metadata }: ReadFile): boolean {
  return place.organization === metadata.organization && place.name === metadata.name;
}

function idOf({ organization, name }: { organization: string; name: string }): string {
  return `${organization}:${name}`;
}
