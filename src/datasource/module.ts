import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor } from './ConfigEditor';
import { JobsDataSource } from './datasource';
import { type JobsDataSourceOptions, type JobsQuery, type JobsSecureJsonData } from './query/query';
import { QueryEditor } from './QueryEditor';

export const plugin = new DataSourcePlugin<JobsDataSource, JobsQuery, JobsDataSourceOptions, JobsSecureJsonData>(
  JobsDataSource
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
