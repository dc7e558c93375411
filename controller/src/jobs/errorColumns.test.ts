import type { JobError } from '@openvcloud/contract';
import { errorColumns, jobError } from './errorColumns';

const error: JobError = {
  type: 'E',
  message: 'm',
  messageTruncatedFrom: 9,
  backtrace: 'b',
  backtraceTruncatedFrom: 8,
  file: 'f.py',
  line: 3,
  function: 'action',
  code: 'raise',
  signature: 'E f.py:3 m',
};

it('keeps an error in its columns, and reads it from them again', () => {
  expect(jobError(errorColumns(error))).toEqual(error);
  expect(jobError(errorColumns({ ...error, message: '', type: '', line: 0 }))).toEqual({
    ...error,
    message: '',
    type: '',
    line: 0,
  });
});

it('keeps no error as nothing', () => {
  const none = errorColumns(null);
  expect(Object.values(none).filter((value) => value !== null)).toEqual([]);
  expect(jobError(none)).toBeNull();
});

it('shows what is known of an error whose type or message is missing', () => {
  const none = errorColumns(null);
  expect(jobError({ ...none, errorType: 'E' })).toMatchObject({ type: 'E', message: '', signature: '' });
  expect(jobError({ ...none, errorMessage: 'm' })).toMatchObject({ type: '', message: 'm' });
});
