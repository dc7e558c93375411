export { ConfigError } from './configError';
export { nearNames } from './nearNames';
export { readInvocation, type Environment, type SettingKeys } from './readInvocation';
