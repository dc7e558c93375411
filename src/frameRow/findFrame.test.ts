import { toDataFrame } from '@grafana/data';
import { findFrame } from './findFrame';

const frame = (names: string[], values: string[]) => toDataFrame({ fields: names.map((name) => ({ name, values })) });

it('is the first frame that holds a row and has all the fields', () => {
  const [rowless, other, wanted, later] = [
    frame(['id', 'text'], []),
    frame(['id'], ['a']),
    frame(['text', 'more', 'id'], ['b']),
    frame(['id', 'text'], ['c']),
  ];
  expect(findFrame([rowless, other, wanted, later], ['id', 'text'])).toBe(wanted);
  expect(findFrame([rowless, other], ['id', 'text'])).toBeUndefined();
});
