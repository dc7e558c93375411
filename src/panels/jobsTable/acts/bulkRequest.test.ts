import { readAskedList } from '../../../exportMenu/exportRequest';
import { requestOfGuids, requestOfList } from './bulkRequest';

const ofList = (query: string) => requestOfList('cancel', readAskedList(`GET /api/v1/jobs?${query}`));

it('names the marked jobs', () => {
  expect(JSON.parse(requestOfGuids('rerun', ['a', 'b']))).toEqual({ action: 'rerun', guids: ['a', 'b'] });
});

it('repeats every condition of the list that is shown, and none of its pages', () => {
  const request = ofList(
    'filter=state%7C%3D%7COK&filter=cmd%7C%3D%7Ca&q=sda&from=1&to=9&timeField=timeStop&limit=25&cursor=x'
  );
  expect(JSON.parse(request ?? '')).toEqual({
    action: 'cancel',
    filter: ['state|=|OK', 'cmd|=|a'],
    q: 'sda',
    from: 1,
    to: 9,
    timeField: 'timeStop',
  });
});

it.each(['from=1&to=9', 'q=+', ''])('is none for a list that is not narrowed: %j', (query) => {
  expect(ofList(query)).toBeUndefined();
});

it('is none for rows that come from elsewhere', () => {
  expect(requestOfList('cancel', undefined)).toBeUndefined();
});
