import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Agent } from '../../agent/src/agent';
import { readConfig } from '../../agent/src/config';
import { FakeController } from '../../agent/src/testing/fakeController';
import { until } from '../../agent/src/testing/until';

/**
 * Jobs per second of one agent: each job is a process group of its own that runs a no-op JumpScript. The controller is
 * the tests' fake one over HTTP, in this same process, so its cost is part of what is measured.
 * usage: npx tsx bench/agent/throughput.ts [jobs] [cgroup]
 * cgroup: as of AGENT_CGROUP; each job then has one of its own in it (default: no)
 */
const NO_OP = 'from JumpScale import j\n\ndef action():\n    return 1\n';
const CHATTY =
  'from JumpScale import j\n\ndef action():\n    for n in range(100000):\n        j.logger.log("line %d" % n, level=5, category="bench")\n';
const WORKERS = [1, 4, 16];
const TICKS_PER_SECOND = 100;

interface Row {
  what: string;
  seconds: number;
  cpuSeconds: number;
  units: number;
}

/**
 * CPU time of this process, of the zygote and of all that descends from it, ended jobs included: it hardly depends on what
 * else the machine does, as jobs per second do.
 */
function cpuSeconds(zygotePid: number): number {
  const own = process.cpuUsage();
  const pids = [zygotePid];
  for (const pid of pids) {
    pids.push(...readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number));
  }
  return (own.user + own.system) / 1e6 + pids.reduce((sum, pid) => sum + ticksOf(pid), 0) / TICKS_PER_SECOND;
}

/** Of the process, and of the children that it has reaped. */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').map(Number) ?? [];
  return fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0);
}

async function measure(what: string, source: string, count: number, workers: number, units: number): Promise<Row> {
  const controller = new FakeController();
  await controller.listen();
  const dataDir = mkdtempSync(join(tmpdir(), 'agent-bench-'));
  const config = readConfig({
    CONTROLLER_URL: controller.url,
    AGENT_TOKEN: controller.token,
    AGENT_DATA_DIR: dataDir,
    AGENT_CGROUP: process.argv[3] ?? 'no',
    AGENT_WORKERS: `default=${workers},hypervisor=0,io=0,process=0`,
  });
  const agent = new Agent(config, process.env, 'bench', pino({ level: 'silent' }));
  await agent.start();
  const warmUp = controller.add(NO_OP);
  await until('warm', () => controller.job(warmUp).results.length > 0);

  const cpuBefore = cpuSeconds(agent.runnerPid ?? 0);
  const began = performance.now();
  const guids = Array.from({ length: count }, () => controller.add(source, { timeoutSeconds: 600 }));
  const last = new Set(guids);
  await until(
    'all jobs end',
    () => {
      last.forEach((guid) => controller.job(guid).results.length > 0 && last.delete(guid));
      return last.size === 0;
    },
    600_000
  );
  const seconds = (performance.now() - began) / 1000;
  const cpu = cpuSeconds(agent.runnerPid ?? 0) - cpuBefore;
  await agent.stop(0);
  await controller.close();
  rmSync(dataDir, { recursive: true, force: true });
  return { what, seconds, cpuSeconds: cpu, units };
}

async function main(): Promise<void> {
  const jobs = Number(process.argv[2] ?? 2000);
  const rows: Row[] = [];
  for (const workers of WORKERS) {
    rows.push(
      await measure(`${jobs} no-op jobs, ${workers} worker${workers === 1 ? '' : 's'}`, NO_OP, jobs, workers, jobs)
    );
  }
  rows.push(await measure('2 jobs writing 100,000 log lines each (lines/s)', CHATTY, 2, 2, 200_000));
  process.stdout.write(
    `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown CPU'}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n\n`
  );
  process.stdout.write(
    '| What | Seconds | Per second | CPU ms of each, of agent, fake controller, runner and job |\n|---|---|---|---|\n'
  );
  for (const { what, seconds, cpuSeconds: cpu, units } of rows) {
    const each = ((cpu * 1000) / units).toFixed(3);
    process.stdout.write(`| ${what} | ${seconds.toFixed(2)} | ${(units / seconds).toFixed(0)} | ${each} |\n`);
  }
  process.stdout.write(
    `\nLoad while it ran: ${readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')}\n`
  );
}

void main();
