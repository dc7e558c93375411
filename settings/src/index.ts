export { ConfigError } from './configError';
export { folderFault, makeFolder } from './makeFolder';
export { nearNames } from './nearNames';
export { readInvocation, type Environment, type SettingKeys } from './readInvocation';
