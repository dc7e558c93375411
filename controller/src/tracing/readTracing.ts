import { ConfigError, type Environment } from '@openvcloud/settings';

export interface TracingSettings {
  /** Of the collector; traces go to `<endpoint>/v1/traces`. */
  endpoint: string;
  /** They may hold a secret. */
  headers: Readonly<Record<string, string>>;
  serviceName: string;
  /** Of the traces that begin here, so many are kept: 0 to 1. */
  ratio: number;
}

/** Pure: OpenTelemetry's own names and forms of settings. Undefined without an endpoint: nothing is traced. */
export function readTracing(env: Environment): TracingSettings | undefined {
  const text = (key: string) => env[key]?.trim() ?? '';
  const endpoint = readEndpoint(text('OTEL_EXPORTER_OTLP_ENDPOINT'));
  const settings = {
    headers: readHeaders(text('OTEL_EXPORTER_OTLP_HEADERS')),
    serviceName: text('OTEL_SERVICE_NAME') || 'openvcloud-controller',
    ratio: readRatio(text('OTEL_TRACES_SAMPLER_ARG') || '1'),
  };
  return endpoint === undefined ? undefined : { endpoint, ...settings };
}

function readEndpoint(value: string): string | undefined {
  if (value === '') {
    return undefined;
  }
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isBase = url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '';
  if (!isBase || url.username !== '' || url.password !== '') {
    // The value may hold a password: it is not repeated.
    throw new ConfigError(
      'OTEL_EXPORTER_OTLP_ENDPOINT: expected http://host:port or https://host:port of a collector, without user, query and fragment, got something else. Correct or unset OTEL_EXPORTER_OTLP_ENDPOINT.'
    );
  }
  return url.href.replace(/\/+$/, '');
}

/** "name=value,name=value", values percent-encoded. Values are secrets: no message repeats them. */
function readHeaders(value: string): Record<string, string> {
  const entries = value.split(',').filter((entry) => entry.trim() !== '');
  return Object.fromEntries(
    entries.map((entry, index) => {
      const [, name, encoded] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*([\x21-\x7e]*)\s*$/.exec(entry) ?? [];
      const decoded = encoded === undefined ? undefined : decode(encoded);
      if (name === undefined || decoded === undefined || !/^[\x20-\x7e]*$/.test(decoded)) {
        throw new ConfigError(
          `OTEL_EXPORTER_OTLP_HEADERS: expected "name=value,name=value" with percent-encoded values, entry ${index + 1} is not of that form. Correct it.`
        );
      }
      return [name, decoded];
    })
  );
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

function readRatio(value: string): number {
  const ratio = Number(value);
  if (!/^(\d+(\.\d+)?|\.\d+)$/.test(value) || ratio > 1) {
    throw new ConfigError(
      `OTEL_TRACES_SAMPLER_ARG: expected a ratio from 0 to 1, got "${value}". Correct or unset OTEL_TRACES_SAMPLER_ARG.`
    );
  }
  return ratio;
}
