import { type Logger } from 'pino';
import { type Assignment, type LogsReport, type UnsentReport } from '@openvcloud/contract';
import { type LogLine } from '../output/logLine';
import { LogShipper, type LogPart } from '../output/logShipper';
import { OutputReader, type OutputStream } from '../output/outputReader';
import { type JobClock } from '../wire/controllerClock';

/** A progress bar that has not moved for this long is shown as it is. */
const STANDSTILL_MS = 1000;

export interface JobOutputDeps {
  limits: { messageBytes: number; linesPerJob: number };
  clock: JobClock;
  isFull(): boolean;
  append(report: UnsentReport): void;
  log: Logger;
}

/** A warning. */
const NOTE_LEVEL = 3;

/** What a job writes, from bytes to reports. Whatever is wrong with it costs lines, which are counted: never the job. */
export class JobOutput {
  private readonly shipper: LogShipper;
  private readonly readers: Readonly<Record<OutputStream, OutputReader>>;
  private readonly standstill: Partial<Record<OutputStream, NodeJS.Timeout>> = {};
  private readonly deps: JobOutputDeps;

  constructor({ guid, attempt, log: isKept }: Pick<Assignment, 'guid' | 'attempt' | 'log'>, deps: JobOutputDeps) {
    this.deps = deps;
    const { messageBytes, linesPerJob } = deps.limits;
    this.readers = {
      stdout: new OutputReader('stdout', messageBytes, deps.clock),
      stderr: new OutputReader('stderr', messageBytes, deps.clock),
    };
    this.shipper = new LogShipper({
      maxLines: linesPerJob,
      isKept,
      isFull: () => deps.isFull(),
      ship: (part) => this.ship({ kind: 'logs', guid, attempt, ...part }),
    });
  }

  startedAs(pid: number): void {
    this.shipper.pid = pid;
  }

  push(stream: OutputStream, chunk: Buffer): void {
    try {
      this.add(this.readers[stream].push(chunk));
      this.watchProgress(stream);
    } catch (error) {
      // Nobody above would catch it: it would end the agent, and all other jobs with it.
      this.deps.log.error({ err: error, stream }, 'output of a job could not be read; it is left out');
      this.shipper.drop('NOT_STORED');
    }
  }

  /** What the agent itself has to say of the job, as a line of its log. */
  note(message: string): void {
    this.shipper.add({ time: this.deps.clock.now(), level: NOTE_LEVEL, category: 'agent', message });
  }

  /** @param isTold a result follows, which says what was left out */
  end(isTold: boolean): void {
    Object.values(this.standstill).forEach(clearTimeout);
    this.add([...this.readers.stdout.end(), ...this.readers.stderr.end()]);
    if (isTold) {
      this.shipper.end();
    } else {
      this.shipper.flush();
    }
  }

  /** Of the whole attempt. */
  get droppedLines(): number {
    return this.shipper.droppedLines;
  }

  /** What no report has told yet, for one that is about to go. */
  takeDropped(): Pick<LogPart, 'droppedLines' | 'droppedBecause'> {
    return this.shipper.takeDropped();
  }

  private add(lines: LogLine[]): void {
    lines.forEach((line) => this.shipper.add(line));
  }

  private watchProgress(stream: OutputStream): void {
    clearTimeout(this.standstill[stream]);
    const reader = this.readers[stream];
    if (reader.isProgress) {
      this.standstill[stream] = setTimeout(() => this.add(reader.standing()), STANDSTILL_MS);
    }
  }

  private ship(part: Omit<LogsReport, 'seq'>): void {
    try {
      this.deps.append(part);
    } catch (error) {
      this.deps.log.error({ err: error }, 'log lines could not be written down; they are left out');
      this.shipper.drop('NOT_STORED', (part.lines?.length ?? 0) + (part.droppedLines ?? 0));
    }
  }
}
