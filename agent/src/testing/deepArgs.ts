/** As the args of a job: stands for arrays that are nested deeper than JSON.stringify goes. */
export const DEEP_ARGS = '20,000 levels';
const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

export function toJson(value: object): string {
  return JSON.stringify(value).replace(JSON.stringify(DEEP_ARGS), DEEP);
}
