import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollector } from '../testing/collector';
import { startControllerProcess } from '../testing/controllerProcess';
import { createTestDatabase } from '../testing/database';

jest.setTimeout(120_000);

describe('the controller process', () => {
  it('sends what is left when it stops, with the headers that the collector wants, which it never logs', async () => {
    const [collector, database] = [await startCollector(), await createTestDatabase()];
    const dataDir = mkdtempSync(join(tmpdir(), 'openvcloud-traces-'));
    const controller = startControllerProcess({
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20hunter2',
      LOG_LEVEL: 'debug',
    });
    try {
      expect((await fetch(`${await controller.url}/readyz`)).status).toBe(200);
      controller.child.kill('SIGTERM');
      expect(await controller.ended).toEqual({ code: 0, signal: null });
      expect(collector.spans.map(({ name }) => name)).toContain('GET /readyz');
      expect(collector.headers[0]).toMatchObject({ authorization: 'Bearer hunter2' });
      expect(controller.output()).toContain('"msg":"traces are sent"');
      expect(controller.output()).not.toMatch(/hunter2|traces are lost/);
    } finally {
      controller.child.kill('SIGKILL');
      await controller.ended;
      await collector.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  it("loads OpenTelemetry's SDK and exporter only with the module that opens traces", () => {
    const loadedBy = (module: string) => {
      const script = `require(${JSON.stringify(join(__dirname, module))});
        console.log(Object.keys(require.cache).filter((file) => /@opentelemetry.(sdk|exporter|otlp|resources|core)/.test(file)).length)`;
      return Number(execFileSync(process.execPath, ['--import', 'tsx', '-e', script], { encoding: 'utf8' }));
    };
    expect(loadedBy('../startController')).toBe(0);
    expect(loadedBy('./openTracing')).toBeGreaterThan(10);
  });
});
