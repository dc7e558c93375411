import {
  CustomVariableSupport,
  type DataFrame,
  type DataSourceApi,
  type DataQueryRequest,
  type DataQueryResponse,
  type MetricFindValue,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { from, map, of as ofValue, type Observable } from 'rxjs';
import { readRows } from '../frameRow/readRow';
import { METRICS_SOURCES } from '../nodeMetrics/metricsChoice';
import { metricsSources } from '../nodeMetrics/metricsSources';
import { type FieldValue, type ValuesSource } from './query/fetchValues';
import { QUERY_VERSION, type JobsDataSourceOptions, type JobsQuery } from './query/query';
import { NODES, readVariableQuery, type VariableQuery } from './query/variableQuery';
import { VariableQueryEditor } from './VariableQueryEditor';

type Source = ValuesSource & DataSourceApi<JobsQuery, JobsDataSourceOptions>;
/** Of the data source, as far as variables ask it. */
type Asked = Pick<Source, 'fetchValues' | 'query'>;

/** Variables list the values of a field: the states, commands, nodes... that jobs really have. */
export class JobsVariableSupport extends CustomVariableSupport<Source, VariableQuery> {
  override editor = VariableQueryEditor;

  constructor(private readonly datasource: Asked) {
    super();
  }

  override query(request: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const { of, field, search = '', filters, showCounts, inTimeRange } = readVariableQuery(request.targets[0]);
    if (of === METRICS_SOURCES) {
      return ofValue({ data: metricsSources() });
    }
    const text = getTemplateSrv().replace(search, request.scopedVars);
    if (of === NODES) {
      return this.nodes(request, field, text);
    }
    const values = this.datasource.fetchValues(of, field, text, filters, inTimeRange ? request.range : undefined);
    return from(values).pipe(map((found) => ({ data: found.map((value) => toOption(value, showCounts)) })));
  }

  /** A node that was registered anew under a former name is there twice: each id is a node. */
  private nodes(
    request: DataQueryRequest<VariableQuery>,
    field: string,
    search: string
  ): Observable<DataQueryResponse> {
    const target: JobsQuery = { refId: 'values', queryType: 'nodes', version: QUERY_VERSION };
    return from(this.datasource.query({ ...request, targets: [target] })).pipe(
      map((answer) => ({ ...answer, data: toNodeOptions(answer.data, field, search) }))
    );
  }
}

/** By name; of those whose name contains the text. */
function toNodeOptions(frames: readonly DataFrame[], field: string, search: string): MetricFindValue[] {
  const rows = frames.flatMap((frame) => readRows(frame));
  return rows
    .map((row) => ({ text: row.text('name') ?? '', value: String(row.number(field) ?? row.text(field) ?? '') }))
    .filter(({ text }) => text.toLowerCase().includes(search.toLowerCase()))
    .sort((one, other) => one.text.localeCompare(other.text));
}

function toOption({ value, count }: FieldValue, showCounts = false): MetricFindValue {
  return { text: showCounts ? `${value} (${count})` : value, value };
}
