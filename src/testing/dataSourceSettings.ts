import { type DataSourceInstanceSettings } from '@grafana/data';
import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';

/** Of a data source of ours, as Grafana gives them to its class. */
export const settings = {
  id: 1,
  uid: 'jobs-1',
  type: 'openvcloud-jobs-datasource',
  name: 'Jobs',
  meta: { id: 'openvcloud-jobs-datasource' },
  jsonData: {},
  access: 'proxy',
} as unknown as DataSourceInstanceSettings;

/** Grafana knows it under any reference. */
export function knowDataSource(): void {
  setDataSourceSrv({ getInstanceSettings: () => settings } as unknown as DataSourceSrv);
}
