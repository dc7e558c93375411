import { type AnnotationSupport } from '@grafana/data';
import { migrateQuery } from './query/migrateQuery';
import { QUERY_VERSION, type JobsQuery } from './query/query';

const REF_ID = 'Anno';

/** Jobs as annotations of any dashboard: what is saved is a query as any other, edited by the same editor. */
export const JOB_ANNOTATIONS: AnnotationSupport<JobsQuery> = {
  getDefaultQuery: () => ({ queryType: 'jobAnnotations', version: QUERY_VERSION }),
  prepareQuery: ({ target }) => ({
    ...migrateQuery({ refId: REF_ID, ...target }),
    // A query that was saved without a type, or was copied from a panel.
    queryType: 'jobAnnotations',
  }),
};
