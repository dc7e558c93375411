import { VariableHide } from '@grafana/data';
import {
  CustomVariable,
  DataSourceVariable,
  QueryVariable,
  TextBoxVariable,
  type SceneDataQuery,
  type SceneVariable,
} from '@grafana/scenes';
import { isObject } from '../../json/narrowJson';
import { type VariableModel } from './DashboardModel';

export function toSceneVariable(model: VariableModel): SceneVariable {
  const base = {
    name: model.name,
    label: model.label,
    description: model.description || null,
    hide: model.isHidden ? VariableHide.hideVariable : VariableHide.dontHide,
    skipUrlSync: model.skipUrlSync,
  };
  switch (model.type) {
    case 'datasource':
      return new DataSourceVariable({
        ...base,
        pluginId: model.pluginId,
        value: model.value,
        text: model.value,
        defaultOptionEnabled: model.value === 'default',
      });
    case 'textbox':
      return new TextBoxVariable({ ...base, value: model.value });
    case 'custom':
      return new CustomVariable({
        ...base,
        ...choice(model),
        query: typeof model.query === 'string' ? model.query : '',
      });
    case 'query':
      return new QueryVariable({
        ...base,
        ...choice(model),
        query: toQuery(model.query, model.name),
        datasource: model.datasource,
        refresh: model.refresh,
        sort: model.sort,
        regex: model.regex,
      });
  }
}

function choice({ isMulti, includeAll, allValue, value, text }: Extract<VariableModel, { type: 'query' | 'custom' }>) {
  return { isMulti, includeAll, allValue, value, text, allowCustomValue: true };
}

function toQuery(query: unknown, name: string): string | SceneDataQuery {
  return isObject(query) ? { refId: name, ...query } : typeof query === 'string' ? query : '';
}
