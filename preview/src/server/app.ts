import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BootDocument } from '../boot/BootDocument';
import { type BackendHost } from './BackendHost';
import { forward } from './forward';
import { indexPage } from './indexPage';
import { readDashboards } from './readDashboards';
import { type InstalledPlugin } from './readPlugins';
import { type ProvisionedDataSource, type Provisioning } from './readProvisioning';

export interface PreviewParts {
  grafanaVersion: string;
  provisioning: Provisioning;
  readPlugins: (problems: string[]) => InstalledPlugin[];
  backend: Pick<BackendHost, 'port' | 'problem'>;
  /** The built browser part. */
  bundleDir: string;
  /** Icons, which @grafana/ui loads by URL: its own, then those that only a Grafana server has. */
  iconsDirs: string[];
}

/** The addresses a Grafana server would answer, as far as dashboards, panels and this app's pages ask for them. */
export function buildApp(parts: PreviewParts): FastifyInstance {
  const app = fastify({ logger: false });
  app.addHook('onRequest', refuseForeignNames);
  // Bodies go to the backend as they come.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  app.register(fastifyStatic, { root: parts.bundleDir, prefix: '/preview/' });
  app.register(fastifyStatic, {
    root: parts.iconsDirs,
    prefix: '/public/build/img/icons/',
    decorateReply: false,
    maxAge: '1h',
  });
  app.get<{ Params: { id: string; '*': string } }>('/public/plugins/:id/*', (request, reply) => {
    const plugin = parts.readPlugins([]).find(({ id }) => id === request.params.id);
    if (plugin === undefined || !existsSync(join(plugin.folder, request.params['*']))) {
      return notFound(
        reply,
        `No file ${request.params['*']} of a plugin ${request.params.id} in the built plugin. Run \`npm run build\`.`
      );
    }
    return reply.header('cache-control', 'no-cache').sendFile(request.params['*'], plugin.folder);
  });

  app.get('/api/health', () => ({ database: 'ok', version: parts.grafanaVersion }));
  app.get<{ Params: { uid: string } }>('/api/dashboards/uid/:uid', (request, reply) => {
    const found = readDashboards(parts.provisioning.dashboardFolders, []).find(({ uid }) => uid === request.params.uid);
    return found === undefined
      ? notFound(reply, `No dashboard with the uid ${request.params.uid} is provisioned.`)
      : { dashboard: found.json, meta: { url: found.url, provisioned: true } };
  });
  app.get<{ Querystring: { dashboardUIDs?: string | string[]; tag?: string | string[] } }>(
    '/api/search',
    ({ query }) => {
      const uids = listOf(query.dashboardUIDs);
      const tags = listOf(query.tag);
      return readDashboards(parts.provisioning.dashboardFolders, [])
        .filter(
          (entry) => (uids.length === 0 || uids.includes(entry.uid)) && tags.every((tag) => entry.tags.includes(tag))
        )
        .map(({ json: _json, ...entry }) => ({ ...entry, type: 'dash-db' }));
    }
  );
  app.get<{ Params: { id: string } }>('/api/plugins/:id/settings', (request, reply) => {
    const plugin = parts.readPlugins([]).find(({ id }) => id === request.params.id);
    return plugin === undefined
      ? notFound(reply, `No plugin ${request.params.id} in the built plugin.`)
      : { ...plugin.meta, jsonData: {}, secureJsonFields: {} };
  });
  app.get('/api/datasources', () => parts.provisioning.datasources.map(publicPart));
  app.get<{ Params: { uid: string } }>('/api/datasources/uid/:uid', (request, reply) => {
    const found = parts.provisioning.datasources.find(({ uid }) => uid === request.params.uid);
    return found === undefined
      ? notFound(reply, `No data source with the uid ${request.params.uid} is provisioned.`)
      : publicPart(found);
  });

  const toBackend = (request: FastifyRequest, reply: FastifyReply) => {
    if (parts.backend.problem !== undefined) {
      return reply.code(502).send({ message: parts.backend.problem });
    }
    reply.hijack();
    forward(request.raw, reply.raw, parts.backend.port);
    return reply;
  };
  app.post('/api/ds/query', toBackend);
  app.all('/api/datasources/uid/:uid/health', toBackend);
  app.all('/api/datasources/uid/:uid/resources/*', toBackend);
  app.get('/api/live/ds/*', toBackend);

  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !/^\/(api|public|preview)\//.test(request.url);
    return isPage
      ? reply.type('text/html').send(indexPage(bootDocument(parts)))
      : notFound(reply, `The preview does not answer ${request.method} ${request.url}.`);
  });
  return app;
}

function bootDocument({ provisioning, readPlugins, grafanaVersion, backend }: PreviewParts): BootDocument {
  const problems = [...provisioning.problems];
  const plugins = readPlugins(problems).map(({ folder: _folder, ...plugin }) => plugin);
  const dashboards = readDashboards(provisioning.dashboardFolders, problems).map(({ json: _json, ...entry }) => entry);
  if (backend.problem !== undefined) {
    problems.push(backend.problem);
  }
  const disabled = plugins.filter(({ id, type }) => type === 'app' && !provisioning.enabledApps.includes(id));
  problems.push(...disabled.map(({ id }) => `The app ${id} is not enabled in provisioning/plugins.`));
  return { grafanaVersion, plugins, datasources: provisioning.datasources.map(publicPart), dashboards, problems };
}

function publicPart({ url: _url, secureJsonData: _secrets, ...rest }: ProvisionedDataSource) {
  return rest;
}

function listOf(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}

function notFound(reply: FastifyReply, message: string) {
  return reply.code(404).send({ message });
}

/**
 * There is no login and the backend holds a token: only this machine may ask, also when a foreign page points a name
 * of its own at 127.0.0.1.
 */
async function refuseForeignNames(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
    await reply.code(403).send({
      message: `Expected a request to localhost, got one to "${request.headers.host}". Open http://localhost:<port>.`,
    });
  }
}
