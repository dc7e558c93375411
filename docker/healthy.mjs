// Is this container's controller ready? For HEALTHCHECK: plain JavaScript, so that it is cheap to ask every few seconds.
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

// A controller speaks HTTP or HTTPS, as its settings say, which may be in a file: so both are tried.
const statuses = await Promise.all([statusBy(getHttp), statusBy(getHttps)]);
process.exit(statuses.includes(200) ? 0 : 1);

function statusBy(get) {
  // A certificate is for the name that others use: not checked here.
  const options = {
    host: '127.0.0.1',
    port: process.env.CONTROLLER_PORT || 4400,
    path: '/readyz',
    rejectUnauthorized: false,
  };
  return new Promise((resolve) => {
    get(options, ({ statusCode }) => resolve(statusCode)).on('error', () => resolve(undefined));
  });
}
