import { ConfigError } from '@openvcloud/settings';
import type { FastifyRequest } from 'fastify';
import { isIP } from 'node:net';

/** TRUST_PROXY: proxies that say whom they ask for. Everybody (a prefix of 0) would let each caller choose its address. */
export function readTrustedProxies(text: string): string[] {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const wrong = entries.find((entry) => !isAddress(entry) && !isNetwork(entry));
  if (wrong !== undefined) {
    throw new ConfigError(
      `TRUST_PROXY: expected addresses or networks of proxies, such as 10.0.0.1,192.168.0.0/16, got "${wrong}". Correct or unset TRUST_PROXY.`
    );
  }
  return entries;
}

/** Where a request comes from: a trusted proxy may have named no address, but any text. */
export function clientAddress({ ip, socket }: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  return isAddress(ip) ? ip : (socket.remoteAddress ?? 'unknown');
}

function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

function isNetwork(text: string): boolean {
  const [, address = '', prefix] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const most = { 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return Number(prefix) >= 1 && Number(prefix) <= most;
}
