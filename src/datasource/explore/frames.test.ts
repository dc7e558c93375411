import { dataFrameFromJSON, FieldType, type DataFrame, type DataFrameJSON } from '@grafana/data';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** What the backend sends, as Grafana's browser side reads it. */
function golden(name: string): DataFrame[] {
  const text = readFileSync(resolve(__dirname, `../../../pkg/frames/testdata/${name}.jsonc`), 'utf8');
  const { frames }: { frames: DataFrameJSON[] } = JSON.parse(text.replace(/^\/\/.*$/gm, ''));
  return frames.map(dataFrameFromJSON);
}

const typesOf = (frame: DataFrame | undefined) =>
  Object.fromEntries((frame?.fields ?? []).map(({ name, type }) => [name, type]));

describe('frames of the backend', () => {
  it('are log lines by the names and types that parseDataplaneLogsFrame of Grafana asks for', () => {
    const [frame] = golden('logs');
    expect(frame?.meta).toMatchObject({ type: 'log-lines', preferredVisualisationType: 'logs' });
    expect(typesOf(frame)).toMatchObject({
      timestamp: FieldType.time,
      body: FieldType.string,
      severity: FieldType.string,
      id: FieldType.string,
      labels: FieldType.other,
    });
    const time = frame?.fields.find(({ name }) => name === 'timestamp');
    expect(time?.nanos).toEqual([1, 2, 3]);
    const labels = frame?.fields.find(({ name }) => name === 'labels');
    expect(labels?.values[0]).toMatchObject({ level: 'info', queue: 'default', nodeName: 'node-2' });
  });

  it('are a trace by the names and types of TraceSpanRow', () => {
    const [frame] = golden('trace');
    expect(frame?.meta?.preferredVisualisationType).toBe('trace');
    expect(typesOf(frame)).toMatchObject({
      traceID: FieldType.string,
      spanID: FieldType.string,
      parentSpanID: FieldType.string,
      operationName: FieldType.string,
      serviceName: FieldType.string,
      serviceTags: FieldType.other,
      startTime: FieldType.number,
      duration: FieldType.number,
      logs: FieldType.other,
      tags: FieldType.other,
      references: FieldType.other,
    });
    const at = (name: string, row: number): unknown => frame?.fields.find((field) => field.name === name)?.values[row];
    expect(at('tags', 0)).toContainEqual({ key: 'error', value: true });
    expect(at('logs', 2)).toMatchObject([{ timestamp: 1763800001000, fields: expect.any(Array) }]);
  });

  it('are a node graph of two frames beside the trace of several jobs', () => {
    const [, nodes, edges] = golden('trace_batch');
    expect(nodes?.meta?.preferredVisualisationType).toBe('nodeGraph');
    expect(edges?.meta?.preferredVisualisationType).toBe('nodeGraph');
    expect(typesOf(nodes)).toMatchObject({ id: FieldType.string, title: FieldType.string, arc__OK: FieldType.number });
    expect(typesOf(edges)).toMatchObject({ source: FieldType.string, target: FieldType.string });
    const ids = nodes?.fields.find(({ name }) => name === 'id')?.values;
    for (const end of ['source', 'target']) {
      expect(ids).toEqual(expect.arrayContaining(edges?.fields.find(({ name }) => name === end)?.values ?? []));
    }
  });
});
