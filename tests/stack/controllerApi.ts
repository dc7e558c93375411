import {
  formatCondition,
  type Condition,
  type ExecuteRequest,
  type ExecuteResponse,
  type Job,
  type JobList,
  type LogList,
} from '@openvcloud/contract';

/** The controller as a script would use it: to make jobs, and to know what the pages must show. */
export class ControllerApi {
  readonly url: string;
  readonly token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  jobs(conditions: Condition[], query: Record<string, string> = {}): Promise<JobList> {
    const search = new URLSearchParams(query);
    conditions.forEach((condition) => search.append('filter', formatCondition(condition)));
    return this.get<JobList>(`/api/v1/jobs?${search}`);
  }

  job(guid: string): Promise<Job> {
    return this.get<Job>(`/api/v1/jobs/${guid}`);
  }

  logs(guid: string, query: Record<string, string> = {}): Promise<LogList> {
    return this.get<LogList>(`/api/v1/jobs/${guid}/logs?${new URLSearchParams(query)}`);
  }

  async execute(request: ExecuteRequest): Promise<Job> {
    const response = await fetch(`${this.url}/api/v1/jobs`, {
      method: 'POST',
      headers: { ...this.headers(), 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    const { jobs } = (await this.checked(response)) as ExecuteResponse;
    const [job] = jobs;
    if (!job) {
      throw new Error(`Expected a job for ${JSON.stringify(request)}, got none`);
    }
    return job;
  }

  private async get<T>(path: string): Promise<T> {
    return (await this.checked(await fetch(`${this.url}${path}`, { headers: this.headers() }))) as T;
  }

  private async checked(response: Response): Promise<unknown> {
    if (!response.ok) {
      throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
    }
    return response.json();
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }
}
