import { createDataFrame } from '@grafana/data';
import { job, jobsFrame } from './jobsFrame.fixture';
import { toJobRows } from './toJobRows';

describe('toJobRows', () => {
  it('reads every property by field name, whatever the order of the fields', () => {
    const frame = jobsFrame([job({ id: 4, cmd: 'check_disks', roles: ['node', 'storage'] })]);
    const reversed = createDataFrame({ ...frame, fields: [...frame.fields].reverse() });
    expect(toJobRows(reversed)).toEqual(toJobRows(frame));
    expect(toJobRows(frame)[0]).toMatchObject({ id: 4, cmd: 'check_disks', roles: ['node', 'storage'], waitMs: 250 });
  });

  it('shows a state it does not know instead of dropping it', () => {
    expect(toJobRows(jobsFrame([job({ state: 'PAUSED', nativeState: null })]))[0]).toMatchObject({
      state: 'PAUSED',
      nativeState: 'PAUSED',
      isFailed: false,
      isEnded: false,
    });
  });

  it('has no rows without a frame', () => {
    expect(toJobRows(undefined)).toEqual([]);
  });
});
