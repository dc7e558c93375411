import { asOf, isOfDurations } from './asOf';

it('has open jobs wait and run until now, and leaves the rest of the statement', () => {
  expect(asOf('select guid from jobs where wait_ms >= 5 order by run_ms', 1000)).toBe(
    'select guid from jobs where (case when is_live and time_start is null then greatest(1000 - time_create, 0) else wait_ms end) >= 5' +
      ' order by (case when is_live and time_start is not null then greatest(1000 - time_start, 0) else run_ms end)'
  );
});

it.each([
  ['/api/v1/jobs?sort=-runMs', true],
  ['/api/v1/jobs?filter=waitMs|range|0|100', true],
  ['/api/v1/stats/durations?groupBy=queue', true],
  ['/api/v1/jobs?sort=-timeCreate', false],
])('%s is about durations: %s', (path, expected) => {
  expect(isOfDurations(path)).toBe(expected);
});
