import { LoadingState } from '@grafana/data';
import { errorOf, messageOf, type MaybeFailed } from './errorOf';

describe('errorOf', () => {
  it.each<[string, MaybeFailed, string | undefined]>([
    ['nothing of a good answer', { state: LoadingState.Done, errors: [] }, undefined],
    ['nothing of one that is loading', { state: LoadingState.Loading }, undefined],
    [
      "a query's own error before that of the whole answer",
      { state: LoadingState.Error, errors: [{ message: 'of the query' }], error: { message: 'of all' } },
      'of the query',
    ],
    [
      'the error of a request that failed as a whole, which has no list',
      { state: LoadingState.Error, error: { message: 'no route to host' } },
      'no route to host',
    ],
    [
      'where to look when the answer failed without a word',
      { state: LoadingState.Error },
      'The query failed without a message. See the query inspector and the controller’s log.',
    ],
  ])('says %s', (_, answer, words) => {
    expect(errorOf(answer)).toBe(words);
  });
});

describe('messageOf', () => {
  it.each<[string, unknown, string]>([
    [
      "the controller's words before Grafana's",
      {
        status: 400,
        statusText: 'Bad Request',
        message: 'Query error',
        data: { message: 'Unknown filter field "x".' },
      },
      'Unknown filter field "x".',
    ],
    [
      "Grafana's words where the body has only its placeholder",
      { message: 'plugin unavailable', data: { message: 'Query data error', error: 'plugin unavailable' } },
      'plugin unavailable',
    ],
    ['the message of an error', new Error('gone'), 'gone'],
    ['its message when the body says nothing', { message: 'timed out', data: { message: '' } }, 'timed out'],
    ['its message when the body is no JSON', { message: 'timed out', data: '<html>' }, 'timed out'],
    ['the status when there are no words', { status: 502, statusText: 'Bad Gateway', data: {} }, '502 Bad Gateway'],
    ['the number alone when the status has no words', { status: 502, data: null }, '502'],
    ['a text that was thrown', 'no token', 'no token'],
    ['where to look for what says nothing', {}, expect.stringMatching(/query inspector/)],
    ['where to look for an empty text', '', expect.stringMatching(/query inspector/)],
    ['where to look for undefined', undefined, expect.stringMatching(/query inspector/)],
    ['a placeholder when there is nothing else', { data: { message: 'Query data error' } }, 'Query data error'],
  ])('gives %s', (_, error, words) => {
    expect(messageOf(error)).toEqual(words);
  });
});
