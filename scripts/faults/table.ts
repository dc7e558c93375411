import type { FaultReport } from './runFaults';

/** The report as Markdown: what must be 0 says so. */
export function toTable({ verdict: { jobs, lines }, faults, seconds }: FaultReport): string {
  const rows: Array<[string, number, string]> = [
    ['jobs created', jobs.created, ''],
    ['jobs terminal', jobs.terminal, 'all of them'],
    ['jobs lost', jobs.lost, '0'],
    ['jobs terminal twice', jobs.terminalTwice, '0'],
    ['jobs run more often than they had attempts', jobs.runTwice, '0'],
    ['jobs ended as AGENT_LOST', jobs.agentLost, ''],
    ['jobs ended before they ran (no live node, agent lost)', jobs.neverRan, ''],
    ['log lines written', lines.written, ''],
    ['log lines stored', lines.stored, ''],
    ['log lines duplicated', lines.duplicated, '0'],
    ['log lines lost', lines.lost, '0'],
    ['jobs whose line count is not what is stored', lines.miscounted, '0'],
    ['log lines that died with their agent before they reached its disk', lines.diedWithAgent, ''],
    ['log lines left out by the spool quota, counted with their job', lines.droppedByQuota, ''],
  ];
  const body = rows.map(([what, figure, expected]) => `| ${what} | ${figure.toLocaleString('en')} | ${expected} |`);
  const struck = Object.entries(faults).map(([kind, count]) => `${kind} ${count}`);
  return [
    `| What | Count | Expected |`,
    '|---|---:|---|',
    ...body,
    '',
    `Faults: ${struck.join(', ')}. ${seconds.toFixed(0)} s.`,
  ].join('\n');
}
