import type { LogLine } from '@openvcloud/contract';
import { EventReader } from '../../controller/src/testing/eventReader';
import type { Stage } from '../dispatch/stage';
import type { LineReader, ReadLine } from './latency';

/** The lines of the controller's own stream. */
export class EventLines implements LineReader {
  private readonly reader: EventReader;

  private constructor(reader: EventReader) {
    this.reader = reader;
  }

  static async open(stage: Stage): Promise<EventLines> {
    return new EventLines(await EventReader.open(`${stage.url}/api/v1/stream?jobs=false`, stage.viewerToken));
  }

  get count(): number {
    return this.reader.events.length;
  }

  get lines(): ReadLine[] {
    return this.reader.events.map(({ data, at }) => ({ seq: (data as LogLine).seq, at }));
  }

  async until(condition: () => boolean): Promise<void> {
    await this.reader.until(condition);
  }

  close(): void {
    this.reader.close();
  }
}
