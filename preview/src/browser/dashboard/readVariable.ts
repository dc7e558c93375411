import { objectOf, textOf, textsOf, type JsonObject } from '../../json/narrowJson';
import { type VariableModel } from './DashboardModel';
import { readReference } from './readReference';

/** Grafana's number for a variable that no control is shown for. */
const HIDDEN = 2;

/** One entry of `templating.list`; none when the preview has no such kind of variable. */
export function readVariable(variable: JsonObject): VariableModel[] {
  const base = {
    name: textOf(variable['name']),
    label: textOf(variable['label']) || textOf(variable['name']),
    description: textOf(variable['description']),
    isHidden: variable['hide'] === HIDDEN,
    skipUrlSync: variable['skipUrlSync'] === true,
  };
  const current = objectOf(variable['current']);
  switch (variable['type']) {
    case 'datasource':
      return [{ ...base, type: 'datasource', pluginId: textOf(variable['query']), value: textOf(current['value']) }];
    case 'textbox':
      return [{ ...base, type: 'textbox', value: textOf(current['value']) || textOf(variable['query']) }];
    case 'custom':
    case 'query':
      return [
        {
          ...base,
          type: variable['type'],
          query: variable['query'],
          datasource: readReference(variable['datasource']),
          refresh: typeof variable['refresh'] === 'number' ? variable['refresh'] : 1,
          sort: typeof variable['sort'] === 'number' ? variable['sort'] : 0,
          regex: textOf(variable['regex']),
          isMulti: variable['multi'] === true,
          includeAll: variable['includeAll'] === true,
          allValue: textOf(variable['allValue']) || undefined,
          value: oneOrMore(current['value']),
          text: oneOrMore(current['text']),
        },
      ];
    default:
      return [];
  }
}

function oneOrMore(value: unknown): string | string[] {
  return Array.isArray(value) ? textsOf(value) : textOf(value);
}
