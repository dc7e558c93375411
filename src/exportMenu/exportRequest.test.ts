import { curlCommand, exportPath, readAskedList } from './exportRequest';

const JOBS =
  'GET /api/v1/jobs?at=last&count=true&cursor=x&filter=state%7Cin%7COK%7CERROR&filter=cmd%7C%3D%7Ca%26b&from=1000&limit=25&q=a+b&sort=-runMs&timeField=timeStop&to=2000';

function pathOf(executed: string, choice: Parameters<typeof exportPath>[1]): string | undefined {
  const list = readAskedList(executed);
  return list === undefined ? undefined : exportPath(list, choice);
}

describe('an export', () => {
  it('is of all rows of the list that is shown, in its order', () => {
    expect(pathOf(JOBS, { format: 'csv' })).toBe(
      'export?filter=state%7Cin%7COK%7CERROR&filter=cmd%7C%3D%7Ca%26b&from=1000&q=a+b&sort=-runMs&timeField=timeStop&to=2000&of=jobs&format=csv'
    );
    expect(pathOf('GET /api/v1/jobs', { format: 'ndjson', details: true })).toBe(
      'export?of=jobs&format=ndjson&details=true'
    );
  });

  it('of log lines is of those that match, or of the whole log of their job', () => {
    const lines = 'GET /api/v1/jobs/a%2Fb/logs?direction=forward&filter=level%7C%3D%7C1&startSeq=5&startTime=7';
    expect(pathOf(lines, { format: 'csv' })).toBe(
      'export?direction=forward&filter=level%7C%3D%7C1&of=logs&format=csv&guid=a%2Fb'
    );
    expect(pathOf(lines, { format: 'ndjson', isWholeLog: true })).toBe('export?of=logs&format=ndjson&guid=a%2Fb');
    expect(pathOf('GET /api/v1/logs?q=x', { format: 'csv' })).toBe('export?q=x&of=logs&format=csv');
  });

  it.each([undefined, '', 'GET /api/v1/jobs/a', 'GET /api/v1/nodes?x=1', 'SELECT 1', 'GET /api/v1/stats/jobs'])(
    'is not offered where %j was asked',
    (executed) => {
      expect(readAskedList(executed)).toBeUndefined();
    }
  );
});

describe('as curl', () => {
  const curl = (executed: string) => {
    const list = readAskedList(executed);
    return list === undefined ? '' : curlCommand(list);
  };

  it('a list is asked for as it was, with address and token of the shell', () => {
    expect(curl('GET /api/v1/jobs?limit=5&cursor=a')).toBe(
      `curl --fail-with-body -H "Authorization: Bearer $CONTROLLER_TOKEN" "$CONTROLLER_URL"'/api/v1/jobs?limit=5&cursor=a'`
    );
  });

  it('no quote leaves the quotes', () => {
    expect(curl("GET /api/v1/jobs?q='$(id)")).toContain(`'/api/v1/jobs?q='\\''$(id)'`);
  });
});
