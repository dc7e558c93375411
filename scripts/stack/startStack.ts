import { isPortFree } from '../processes/ports';
import { supervise, type Service, type ServiceSpec } from '../processes/supervise';
import { waitFor } from '../processes/waitFor';
import { enrolAgents, readTokens, type Tokens } from './agentTokens';
import { agentSpecs, controllerSpec, controllerUrl, previewSpec } from './services';
import type { StackSettings } from './settings';

export interface Stack {
  url: string;
  controllerUrl: string;
  tokens: Tokens;
  services: readonly Service[];
  /** Rejects when a service is broken for good; never resolves. */
  failed: Promise<never>;
  stop: () => Promise<void>;
}

/**
 * Starts controller (with its PostgreSQL), agents and preview, in this order, and waits until each answers.
 * Whatever was started is stopped again when something fails.
 * @throws Error with what failed and what to do.
 */
export async function startStack(
  settings: StackSettings,
  env: NodeJS.ProcessEnv,
  say: (message: string) => void,
  signal?: AbortSignal
): Promise<Stack> {
  await requirePorts(settings);
  const services: Service[] = [];
  const launch = (spec: ServiceSpec): Service => {
    const service = supervise(spec, say);
    services.push(service);
    return service;
  };
  const stop = async (): Promise<void> => {
    // The last started goes first: agents hand their jobs back while the controller still listens.
    const [controller, ...others] = services;
    await Promise.all(others.map((service) => service.stop()));
    await controller?.stop();
  };

  try {
    say('Starting the Agent Controller and PostgreSQL...');
    await answers(launch(controllerSpec(settings, env)), `${controllerUrl(settings)}/readyz`, signal);
    await enrolAgents(settings.dataDir, controllerUrl(settings));
    const tokens = readTokens(settings.dataDir);
    say('Starting agents and the preview...');
    agentSpecs(settings, env).forEach(launch);
    const url = `http://localhost:${settings.port}`;
    await answers(launch(previewSpec(settings, env, tokens)), `http://127.0.0.1:${settings.port}/api/health`, signal);
    const failed = Promise.race(services.map((service) => service.failed));
    failed.catch(() => undefined);
    return { url, controllerUrl: controllerUrl(settings), tokens, services, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function answers(service: Service, url: string, signal?: AbortSignal): Promise<unknown> {
  const up = waitFor(`${service.name} to answer at ${url}`, async () => (await fetch(url)).ok, {
    seconds: 120,
    signal,
  });
  return Promise.race([up, service.failed]);
}

async function requirePorts({ port, controllerPort }: StackSettings): Promise<void> {
  const wanted = [
    { number: port, variable: 'PORT', what: 'the preview' },
    { number: controllerPort, variable: 'CONTROLLER_PORT', what: 'the Agent Controller' },
  ];
  for (const { number, variable, what } of wanted) {
    if (!(await isPortFree(number))) {
      throw new Error(
        `Port ${number} for ${what} is busy: another program listens there (perhaps another "npm start"). Stop it, or choose another port: ${variable}=${number + 1} npm start`
      );
    }
  }
}
