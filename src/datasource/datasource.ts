import {
  type AdHocVariableFilter,
  type CoreApp,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceGetTagKeysOptions,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type DataSourceWithLogsContextSupport,
  type DataSourceWithQueryModificationSupport,
  type DataSourceWithSupplementaryQueriesSupport,
  type DataSourceWithToggleableQueryFiltersSupport,
  type LogRowContextOptions,
  type LogRowModel,
  type MetricFindValue,
  type QueryFilterOptions,
  type QueryFixAction,
  type QueryHint,
  type SupplementaryQueryOptions,
  type SupplementaryQueryType,
  type ToggleFilterAction,
  type ScopedVars,
  type TimeRange,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import { formatCondition } from '@openvcloud/contract/src/condition';
import { JOB_FIELDS, type Condition } from '@openvcloud/contract/src/filter';
import { map, type Observable } from 'rxjs';
import { type ReactNode } from 'react';
import { Answers } from './answers/Answers';
import { showsLogDetails, withLinks } from './explore/forExplore';
import { LogContext } from './explore/LogContext';
import { CLICK_ACTIONS, hasFilter, modified, toggleFilter } from './explore/modifyQuery';
import { queryHints } from './explore/queryHints';
import { SUPPLEMENTARY_TYPES, supplementaryQuery, supplementaryRequest } from './explore/supplementaryQuery';
import { isPublicPage } from '../pageQuery/isPublicPage';
import { type LiveUpdate } from '../liveQuery/liveUpdate';
import { followQuery } from './live/followQuery';
import { liveAnswers } from './live/liveAnswers';
import { JOB_ANNOTATIONS } from './jobAnnotations';
import { standsForAll, type NamedVariable } from './query/allOfVariable';
import { applyVariables, toCondition } from './query/applyVariables';
import { commonFields, fieldMeant } from './query/commonFields';
import { describeQuery } from './query/describeQuery';
import { type Replace } from './query/expandValues';
import { fetchValues, type FieldValue, type ValuesOf } from './query/fetchValues';
import { GROUP_KEYS, withGroupKeys } from './query/groupKeys';
import { migrateQuery } from './query/migrateQuery';
import {
  defaultQuery,
  fieldsOf,
  QUERY_VERSION,
  valuesOf,
  type JobsDataSourceOptions,
  type JobsQuery,
} from './query/query';
import { showsFirstPageOnly, withRestNotice } from './restNotice';
import { JobsVariableSupport } from './variableSupport';

/** The data source as Grafana's front end sees it. Queries are answered by the backend in pkg/. */
export class JobsDataSource
  extends DataSourceWithBackend<JobsQuery, JobsDataSourceOptions>
  implements
    DataSourceWithSupplementaryQueriesSupport<JobsQuery>,
    DataSourceWithLogsContextSupport<JobsQuery>,
    DataSourceWithToggleableQueryFiltersSupport<JobsQuery>,
    DataSourceWithQueryModificationSupport<JobsQuery>
{
  private readonly logContext = new LogContext((request) => this.query(request));
  private readonly answers = new Answers((request) => super.query(request));

  constructor(instanceSettings: DataSourceInstanceSettings<JobsDataSourceOptions>) {
    super(instanceSettings);
    this.variables = new JobsVariableSupport(this);
    this.annotations = JOB_ANNOTATIONS;
  }

  override getDefaultQuery(app: CoreApp): Partial<JobsQuery> {
    return defaultQuery(app);
  }

  override getQueryDisplayText(query: JobsQuery): string {
    return describeQuery(migrateQuery(query));
  }

  override query(asked: DataQueryRequest<JobsQuery>): Observable<DataQueryResponse> {
    const request = { ...asked, targets: asked.targets.map((query) => withGroupKeys(query, asked.groupByKeys)) };
    return request.liveStreaming
      ? liveAnswers(request, { ask: (plain) => this.ask(plain), follow: (of, query) => this.follow(of, query) })
      : this.ask(request);
  }

  /** Rows of a query as they change, and how following does; for the live tail and for our panels. */
  follow(request: DataQueryRequest, query: JobsQuery): Observable<LiveUpdate> {
    const applied = this.applyTemplateVariables(query, request.scopedVars, request.filters);
    return followQuery(this.uid, applied, (path, params) => this.getResource<unknown>(path, params));
  }

  private ask(request: DataQueryRequest<JobsQuery>): Observable<DataQueryResponse> {
    const withNotice = showsFirstPageOnly(request) ? withRestNotice : (frame: DataFrame) => frame;
    const hasLogDetails = showsLogDetails(request);
    const toShown = (frame: DataFrame) =>
      isPublicPage() ? withNotice(frame) : withLinks(withNotice(frame), this, hasLogDetails);
    const applied = request.targets.map((query) =>
      this.applyTemplateVariables(query, request.scopedVars, request.filters)
    );
    return this.answers.to(request, applied).pipe(map((answer) => ({ ...answer, data: answer.data.map(toShown) })));
  }

  getSupportedSupplementaryQueryTypes(): SupplementaryQueryType[] {
    return SUPPLEMENTARY_TYPES;
  }

  getSupplementaryQuery(options: SupplementaryQueryOptions, query: JobsQuery): JobsQuery | undefined {
    return supplementaryQuery(options, query);
  }

  getSupplementaryRequest(
    type: SupplementaryQueryType,
    request: DataQueryRequest<JobsQuery>,
    options?: SupplementaryQueryOptions
  ): DataQueryRequest<JobsQuery> | undefined {
    return supplementaryRequest({ ...options, type }, request);
  }

  getLogRowContext(row: LogRowModel, options: LogRowContextOptions = {}): Promise<DataQueryResponse> {
    return this.logContext.lines(row, options);
  }

  async getLogRowContextQuery(row: LogRowModel): Promise<JobsQuery> {
    return { ...this.logContext.query(row), datasource: this.getRef() };
  }

  getLogRowContextUi(_row: LogRowModel, runContextQuery?: () => void): ReactNode {
    return this.logContext.ui(() => runContextQuery?.());
  }

  toggleQueryFilter(query: JobsQuery, filter: ToggleFilterAction): JobsQuery {
    return toggleFilter(migrateQuery(query), filter);
  }

  queryHasFilter(query: JobsQuery, filter: QueryFilterOptions): boolean {
    return hasFilter(migrateQuery(query), filter);
  }

  override modifyQuery(query: JobsQuery, action: QueryFixAction): JobsQuery {
    return modified(migrateQuery(query), action);
  }

  getSupportedQueryModifications(): string[] {
    return [...CLICK_ACTIONS];
  }

  override getQueryHints(query: JobsQuery, frames: DataFrame[]): QueryHint[] {
    return queryHints(query, frames);
  }

  /** A query about one thing waits until it is chosen: details dashboards that are opened from the menu have no guid yet. */
  override filterQuery(query: JobsQuery): boolean {
    const chosen = chosenThing(migrateQuery(query));
    return !query.hide && (chosen === undefined || getTemplateSrv().replace(chosen).trim() !== '');
  }

  override applyTemplateVariables(
    query: JobsQuery,
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[]
  ): JobsQuery {
    const replaced = applyVariables(migrateQuery(query), replaceWith(scopedVars), filters);
    // The backend refuses what looks like a variable in a query that did not come by here.
    const applied = { ...replaced, isReplaced: true };
    // A type that there is not is refused by the backend; the editor's in its place would answer something else.
    return query.queryType ? { ...applied, queryType: query.queryType } : applied;
  }

  override interpolateVariablesInQueries(
    queries: JobsQuery[],
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[]
  ): JobsQuery[] {
    return queries.map((query) => ({
      // Explore and alert rules do not replace once more what the values of the variables hold: it says that it is replaced.
      ...this.applyTemplateVariables(query, scopedVars, filters),
      datasource: this.getRef(),
    }));
  }

  /** Fields every query on the dashboard can be filtered by: an ad hoc filter reaches all of them. */
  override async getTagKeys(options?: DataSourceGetTagKeysOptions<JobsQuery>): Promise<MetricFindValue[]> {
    const fields = commonFields((options?.queries ?? []).map((query) => migrateQuery(query).queryType));
    return Object.entries(fields)
      .filter(([, spec]) => spec.kind !== 'time')
      .map(([name, spec]) => ({ text: spec.label, value: name }));
  }

  /** What a group-by variable of the dashboard offers; what is chosen comes with each request. */
  async getGroupByKeys(): Promise<MetricFindValue[]> {
    return GROUP_KEYS;
  }

  override async getTagValues(options: DataSourceGetTagValuesOptions<JobsQuery>): Promise<MetricFindValue[]> {
    const types = (options.queries ?? []).map((query) => migrateQuery(query).queryType);
    const fields = commonFields(types);
    const field = fieldMeant(options.key, fields);
    const type = types.find((queryType) => Object.hasOwn(fieldsOf(queryType) ?? {}, field));
    const ofOthers = Object.hasOwn(JOB_FIELDS, field) ? 'jobs' : 'logs';
    const typed = options.filters
      .filter((filter) => filter.key !== options.key)
      .map((filter) => toCondition(filter))
      .map(formatCondition);
    const of = type === undefined ? ofOthers : valuesOf(type);
    const found = await this.fetchValues(of, field, '', [], options.timeRange, typed);
    return found.map(({ value }) => ({ text: value }));
  }

  /**
   * Values of a field that contain `search`, most frequent first; none for a field that has no completion. Variables are
   * replaced in `conditions`, which are of a saved query, not in what a viewer `typed`.
   */
  async fetchValues(
    of: ValuesOf,
    field: string,
    search: string,
    conditions: Condition[] = [],
    range?: TimeRange,
    typed: readonly string[] = []
  ): Promise<FieldValue[]> {
    const { filters = [] } = applyVariables(
      { refId: 'values', queryType: of, version: QUERY_VERSION, filters: conditions },
      replaceWith({})
    );
    return fetchValues((path, params) => this.getResource<unknown>(path, params), {
      of,
      field,
      search,
      filters,
      typed,
      range,
    });
  }
}

function replaceWith(scopedVars: ScopedVars): Replace {
  const variables = getTemplateSrv();
  const replace = (text: string) => variables.replace(text, scopedVars);
  const isAll = (variable: NamedVariable | undefined) =>
    variable !== undefined && standsForAll(variable, { replace, all: () => variables.getVariables() });
  return (text, format) =>
    format === undefined
      ? replace(text)
      : variables.replace(text, scopedVars, (value: unknown, variable?: NamedVariable) =>
          format(value, isAll(variable))
        );
}

/** What names the one job or JumpScript a query is about; undefined when it is about all. */
function chosenThing({ queryType, guid, jumpscriptId, requires }: JobsQuery): string | undefined {
  if (requires !== undefined) {
    return requires;
  }
  switch (queryType) {
    case 'job':
    case 'trace':
      return guid ?? '';
    case 'jumpscript':
      return jumpscriptId ?? '';
    case 'logs':
    case 'logCounts':
      return guid || undefined;
    default:
      return undefined;
  }
}
