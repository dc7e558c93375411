import {
  CustomVariableSupport,
  type DataSourceApi,
  type DataQueryRequest,
  type DataQueryResponse,
  type MetricFindValue,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { from, map, of as ofValue, type Observable } from 'rxjs';
import { METRICS_SOURCES } from '../nodeMetrics/metricsChoice';
import { metricsSources } from '../nodeMetrics/metricsSources';
import { type FieldValue, type ValuesSource } from './query/fetchValues';
import { type JobsDataSourceOptions, type JobsQuery } from './query/query';
import { readVariableQuery, type VariableQuery } from './query/variableQuery';
import { VariableQueryEditor } from './VariableQueryEditor';

type Source = ValuesSource & DataSourceApi<JobsQuery, JobsDataSourceOptions>;

/** Variables list the values of a field: the states, commands, nodes... that jobs really have. */
export class JobsVariableSupport extends CustomVariableSupport<Source, VariableQuery> {
  override editor = VariableQueryEditor;

  constructor(private readonly datasource: ValuesSource) {
    super();
  }

  override query(request: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const { of, field, search = '', filters, showCounts, inTimeRange } = readVariableQuery(request.targets[0]);
    if (of === METRICS_SOURCES) {
      return ofValue({ data: metricsSources() });
    }
    const text = getTemplateSrv().replace(search, request.scopedVars);
    const values = this.datasource.fetchValues(of, field, text, filters, inTimeRange ? request.range : undefined);
    return from(values).pipe(map((found) => ({ data: found.map((value) => toOption(value, showCounts)) })));
  }
}

function toOption({ value, count }: FieldValue, showCounts = false): MetricFindValue {
  return { text: showCounts ? `${value} (${count})` : value, value };
}
