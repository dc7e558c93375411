import type { StreamEventName } from '@openvcloud/contract';

/** One server-sent event. JSON has no line breaks, so one data line holds it. */
export function eventText(name: StreamEventName, id: string, data: unknown): string {
  return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Told before anything else: how soon to come back, and where to go on even when no event came. */
export function openingText(id: string): string {
  return `retry: 2000\nid: ${id}\n\n`;
}

/** Keeps proxies from closing a quiet stream; a client remembers the id without being given an event. */
export function heartbeatText(id: string): string {
  return `: heartbeat\nid: ${id}\n\n`;
}
