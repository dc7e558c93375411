/** A setting that cannot be used; the message names its key, what was expected and what came. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
