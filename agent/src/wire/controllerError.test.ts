import { ControllerError, errorFromAnswer } from './controllerError';

const REQUEST = 'POST http://controller/x';
const problem = (status: number, document: object, contentType = 'application/problem+json; charset=utf-8') =>
  errorFromAnswer({ status, contentType, text: JSON.stringify(document) }, REQUEST);

describe('an answer that is no success', () => {
  it.each([
    [401, 'UNAUTHENTICATED', 'stop'],
    [403, 'FORBIDDEN', 'stop'],
    [403, 'CLIENT_CERTIFICATE', 'stop'],
    [400, 'BAD_BODY', 'refuse'],
    [400, 'BAD_PARAMETER', 'refuse'],
    [413, 'TOO_LARGE', 'refuse'],
    [409, 'UNKNOWN_SESSION', 'refuse'],
    [404, 'UNKNOWN_SOURCE', 'refuse'],
    [499, 'BAD_BODY', 'refuse'],
    [404, 'NO_ROUTE', 'retry'],
    [429, 'TOO_MANY', 'retry'],
    [500, 'UNAUTHENTICATED', 'retry'],
    [503, 'BAD_BODY', 'retry'],
    [399, 'BAD_BODY', 'retry'],
  ])('of status %d and code %s means %s', (status, code, kind) => {
    expect(problem(status, { code, detail: 'd' })).toMatchObject({ kind, status, code });
  });

  it('says what the controller said, and what to do', () => {
    const error = problem(400, {
      code: 'BAD_BODY',
      title: 'Bad body',
      detail: 'a number was expected',
      action: 'send one',
    });
    expect(error).toBeInstanceOf(ControllerError);
    expect(error.message).toBe(`${REQUEST} was answered 400: a number was expected; send one`);
    expect(problem(400, { code: 'BAD_BODY', title: 'Bad body', detail: '' }).message).toBe(
      `${REQUEST} was answered 400: Bad body`
    );
  });

  it('of somebody else is tried again, and its text is not repeated', () => {
    const error = errorFromAnswer({ status: 403, contentType: 'text/html', text: '{"code":"FORBIDDEN"}' }, REQUEST);
    expect(error).toMatchObject({ kind: 'retry', status: 403, code: 'HTTP_403' });
    expect(error.message).toBe(
      `${REQUEST} was answered 403 by something else than an Agent Controller: is CONTROLLER_URL right, and does whatever is in between let this request pass?`
    );
  });

  it('that a body is too large, of somebody else, says who limits it', () => {
    const error = errorFromAnswer({ status: 413, contentType: '', text: '' }, REQUEST);
    expect(error).toMatchObject({ kind: 'retry', code: 'HTTP_413' });
    expect(error.message).toContain('client_max_body_size');
  });

  it.each([7, '', null])('whose code is %p has none', (code) => {
    expect(problem(400, { code, detail: 'd' })).toMatchObject({ kind: 'retry', code: 'HTTP_400' });
  });
});
