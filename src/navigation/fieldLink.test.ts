import { fieldLink } from './fieldLink';

describe('fieldLink', () => {
  it('leads to a dashboard in the same time range, of the data source that answered', () => {
    expect(fieldLink('job', 'jobs 1', { guid: '${__value.raw:percentencode}' })).toBe(
      '/d/openvcloud-job/job-details?from=${__from}&to=${__to}&var-ds=jobs%201&var-guid=${__value.raw:percentencode}'
    );
  });
});
