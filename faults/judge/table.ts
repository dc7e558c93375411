import { LEAST_EXACT, LEAST_LEASE_MS, MOST_LEFT_OUT, type Verdict } from './verdict';

export interface FaultReport {
  verdict: Verdict;
  seconds: number;
}

/** The report as Markdown: what must be 0 says so. */
export function toTable({
  verdict: { jobs, lines, samples, processes, faults, undelivered },
  seconds,
}: FaultReport): string {
  const rows: Array<[string, number, string]> = [
    ['jobs created', jobs.created, ''],
    ['hostile ones among them', jobs.hostile, ''],
    ['jobs terminal', jobs.terminal, 'all of them'],
    ['jobs compared exactly: outcome and every line', jobs.exact, `at least ${LEAST_EXACT * 100} %`],
    ['kinds of hostile jobs that were compared so', jobs.hostileKinds, ''],
    ['jobs lost', jobs.lost, '0'],
    ['jobs not ended exactly once', jobs.notEndedOnce, '0'],
    ['jobs run more often than they had attempts', jobs.runTwice, '0'],
    ['jobs whose outcome is not what their script noted, or what a hostile one has to end as', jobs.wrongOutcome, '0'],
    ['jobs ended as AGENT_LOST', jobs.agentLost, ''],
    ['jobs ended before they ran (no live node, agent lost)', jobs.neverRan, ''],
    ['jobs or attempts given up without a fault that explains it', jobs.unexplained, '0'],
    ['foreign processes touched', processes.touched, '0'],
    ['processes of jobs that were alive when their job had ended', processes.survivors, '0'],
    ['agents and controllers that ended and were not killed', processes.ended, '0'],
    [
      'milliseconds left of a lease of an agent that nothing disturbed, at least',
      Math.round(faults.leastLeaseMs ?? 0),
      LEAST_LEASE_MS.toLocaleString('en'),
    ],
    ['log lines written', lines.written, ''],
    ['log lines stored', lines.stored, ''],
    ['log lines lost', lines.lost, '0'],
    ['log lines duplicated', lines.duplicated, '0'],
    ['log lines altered', lines.altered, '0'],
    ['log lines out of order, or under another attempt', lines.disordered, '0'],
    ['log lines reported as left out, and not missing', lines.misreported, '0'],
    ['jobs whose line count is not what is stored', jobs.miscounted, '0'],
    ['log lines that died with their agent within a second', lines.diedWithAgent, ''],
    [
      'log lines left out by the spool quota, counted with their job',
      lines.leftOut,
      `at most ${MOST_LEFT_OUT * 100} %`,
    ],
    ['the same of runs whose result did not count', lines.leftOutUntold, ''],
    ['node samples stored', samples.stored, ''],
    ['node samples lost', samples.lost, '0'],
    ['node samples duplicated or incomplete', samples.duplicated + samples.incomplete, '0'],
    ['spools that could not be delivered in the end', undelivered, '0'],
    ['planned faults that did nothing', faults.missed, '0'],
  ];
  const body = rows.map(([what, figure, expected]) => `| ${what} | ${figure.toLocaleString('en')} | ${expected} |`);
  const struck = Object.entries(faults.struck).map(([kind, count]) => `${kind} ${count}`);
  return [
    `| What | Count | Expected |`,
    '|---|---:|---|',
    ...body,
    '',
    `Faults that struck: ${struck.join(', ')}. ${seconds.toFixed(0)} s.`,
  ].join('\n');
}
