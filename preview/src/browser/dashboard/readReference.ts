import { isObject, textOf } from '../../json/narrowJson';
import { type DataSourceReference } from './DashboardModel';

export function readReference(value: unknown): DataSourceReference | null {
  return isObject(value) && textOf(value['uid']) !== ''
    ? { type: textOf(value['type']), uid: textOf(value['uid']) }
    : null;
}
