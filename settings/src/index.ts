export { ConfigError } from './configError';
export { folderFault, makeFolder, makeNamedFolder } from './makeFolder';
export { nearNames } from './nearNames';
export { readInvocation, type Environment, type SettingKeys } from './readInvocation';
