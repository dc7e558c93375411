import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startControllerProcess } from '../../controller/src/testing/controllerProcess';

export interface BenchController {
  origin: string;
  /** Of a viewer that reads all grids, as the data source's token does. */
  token: string;
  pid: number;
  stop(): Promise<void>;
}

/** The real controller in a process of its own, with its own settings: what asks it shares neither its time nor its memory. */
export async function startBenchController(url: string, dataDir: string): Promise<BenchController> {
  const folder = join(dataDir, 'controller');
  mkdirSync(folder, { recursive: true });
  const token = randomUUID();
  const controller = startControllerProcess({
    NODE_ENV: 'production',
    DATA_DIR: folder,
    JUMPSCRIPTS_DIR: folder,
    DATABASE_URL: url,
    VIEWER_TOKEN: token,
  });
  const stop = async () => {
    controller.child.kill();
    await controller.ended;
  };
  try {
    return { origin: await controller.url, token, pid: controller.child.pid ?? 0, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
