/** Ids under which Grafana knows the plugins; plugin.json files hold the same, a test compares them. */
export const APP_ID = 'openvcloud-jobs-app';
export const DATASOURCE_ID = 'openvcloud-jobs-datasource';
