/** What can be made to go wrong between agent and controller. */
export interface Faults {
  /** Answer this instead of doing anything, as the controller itself would. */
  status: number | undefined;
  /** Something in between answers, and the request never arrives. */
  proxy: ProxyAnswer | undefined;
  /** Something in between answers 413 to bodies over this. */
  proxyLimitBytes: number;
  /** Break the connection instead of answering. */
  isCut: boolean;
  /** Store reports, then lose the answer: the agent must send them again. */
  isAnswerLost: boolean;
  /** Sources are answered when releaseSources() is called. */
  areSourcesHeld: boolean;
  /** Heartbeats are answered when releaseBeats() is called. */
  areBeatsHeld: boolean;
}

interface ProxyAnswer {
  status: number;
  type: string;
  body: string;
}

export function noFaults(): Faults {
  return {
    status: undefined,
    proxy: undefined,
    proxyLimitBytes: Infinity,
    isCut: false,
    isAnswerLost: false,
    areSourcesHeld: false,
    areBeatsHeld: false,
  };
}

export function proxyAnswer(faults: Faults, bodyBytes: number): ProxyAnswer | undefined {
  return bodyBytes > faults.proxyLimitBytes
    ? { status: 413, type: 'text/html', body: '<h1>413 Request Entity Too Large</h1>' }
    : faults.proxy;
}
