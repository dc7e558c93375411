import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor } from './ConfigEditor';
import { JobsDataSource } from './datasource';
import { type JobsDataSourceOptions, type JobsQuery, type JobsSecureJsonData } from './query/query';
import { QueryHelp } from './QueryHelp';
import { QueryModes } from './QueryModes';

export const plugin = new DataSourcePlugin<JobsDataSource, JobsQuery, JobsDataSourceOptions, JobsSecureJsonData>(
  JobsDataSource
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryModes)
  .setQueryEditorHelp(QueryHelp);
