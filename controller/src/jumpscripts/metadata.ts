import type { QueueName } from '@openvcloud/contract';
import type { Parameter } from './python/readParameters';

/** What a JumpScript's file says about itself. */
export interface JumpScriptMetadata {
  organization: string;
  name: string;
  declaredVersion: string;
  category: string;
  descr: string;
  author: string;
  license: string;
  roles: string[];
  queue: QueueName;
  period: string | null;
  startatboot: boolean;
  async: boolean;
  log: boolean;
  enable: boolean;
  order: number;
  /** null: it declares none. */
  timeoutSeconds: number | null;
  args: Parameter[];
  /** "line 7: ...": why it must not run; null when nothing is wrong. */
  parseError: string | null;
}

/** With what will go wrong though it may run: "line 3: ...". */
export interface JudgedMetadata extends JumpScriptMetadata {
  notices: string[];
  /** false: every job that its schedule made would fail, so it makes none. */
  isPlannable: boolean;
}

/** What a file is that declares nothing, but for its place. */
export const NOTHING_DECLARED: Omit<JumpScriptMetadata, 'organization' | 'name' | 'parseError'> = {
  declaredVersion: '',
  category: '',
  descr: '',
  author: '',
  license: '',
  roles: [],
  queue: 'default',
  period: null,
  startatboot: false,
  async: false,
  log: true,
  enable: true,
  order: 1,
  timeoutSeconds: null,
  args: [],
};

export type FilePlace = Pick<JumpScriptMetadata, 'organization' | 'name'>;
