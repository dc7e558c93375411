import { ConfigError } from '@openvcloud/settings';

/** What each job may use; 0: as much as it wants. runner/job_limits.py has the same names. */
export interface JobLimits {
  memoryBytes: number;
  processes: number;
  cpuSeconds: number;
  openFiles: number;
  fileBytes: number;
  folderBytes: number;
  /** By sudo and other programs that are setuid. */
  newPrivileges: boolean;
}

const MB = 1024 * 1024;

/** As they are set: what each is called there, its default there, and how many of the runner's units it has. */
const SETTINGS = {
  memoryMb: { limit: 'memoryBytes', fallback: 2048, units: MB },
  processes: { limit: 'processes', fallback: 512, units: 1 },
  cpuSeconds: { limit: 'cpuSeconds', fallback: 14_400, units: 1 },
  openFiles: { limit: 'openFiles', fallback: 4096, units: 1 },
  fileMb: { limit: 'fileBytes', fallback: 10_240, units: MB },
  folderMb: { limit: 'folderBytes', fallback: 2048, units: MB },
} as const;

/** Python itself needs some of these. */
const LEAST = { memoryMb: 64, openFiles: 64 } as const;

export const DEFAULT_JOB_LIMITS = Object.entries(SETTINGS)
  .map(([name, { fallback }]) => `${name}=${fallback}`)
  .join(',');

/** `text`: those that differ from the defaults, as "memoryMb=512,cpuSeconds=0". */
export function readJobLimits(text: string, newPrivileges: boolean): JobLimits {
  const limits: JobLimits = {
    memoryBytes: 0,
    processes: 0,
    cpuSeconds: 0,
    openFiles: 0,
    fileBytes: 0,
    folderBytes: 0,
    newPrivileges,
  };
  for (const item of `${DEFAULT_JOB_LIMITS},${text}`.split(',').filter((part) => part.trim() !== '')) {
    const [name = '', value = ''] = item.split('=').map((part) => part.trim());
    if (!isSetting(name)) {
      throw new ConfigError(
        `AGENT_JOB_LIMITS: expected limits out of ${Object.keys(SETTINGS).join(', ')}, got "${item.trim()}"; write e.g. memoryMb=512,cpuSeconds=0`
      );
    }
    limits[SETTINGS[name].limit] = readLimit(name, value) * SETTINGS[name].units;
  }
  return limits;
}

function readLimit(name: keyof typeof SETTINGS, text: string): number {
  const least = name in LEAST ? LEAST[name as keyof typeof LEAST] : 1;
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || (value > 0 && value < least)) {
    throw new ConfigError(
      `AGENT_JOB_LIMITS: expected a whole number of at least ${least} for ${name}, or 0 for no limit, got "${text}"`
    );
  }
  return value;
}

function isSetting(name: string): name is keyof typeof SETTINGS {
  return Object.hasOwn(SETTINGS, name);
}
