import { ConfigError } from '@openvcloud/settings';
import { readTracing } from './readTracing';

const ENDPOINT = 'http://127.0.0.1:4318';

describe('readTracing', () => {
  it('traces nothing without an endpoint', () => {
    expect(readTracing({})).toBeUndefined();
    expect(readTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: ' ', OTEL_SERVICE_NAME: 'x' })).toBeUndefined();
  });

  it('keeps every trace under a name of its own unless told otherwise', () => {
    expect(readTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: `${ENDPOINT}/` })).toEqual({
      endpoint: ENDPOINT,
      headers: {},
      serviceName: 'openvcloud-controller',
      ratio: 1,
    });
  });

  it('reads a path, percent-encoded headers, a name and a ratio', () => {
    expect(
      readTracing({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example/otlp/',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20YTpi==, x-scope-orgid = grid',
        OTEL_SERVICE_NAME: 'grid-7',
        OTEL_TRACES_SAMPLER_ARG: '0.05',
      })
    ).toEqual({
      endpoint: 'https://collector.example/otlp',
      headers: { authorization: 'Basic YTpi==', 'x-scope-orgid': 'grid' },
      serviceName: 'grid-7',
      ratio: 0.05,
    });
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', '127.0.0.1:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://host:4317'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://user:hunter2@host:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://host:4318/?token=hunter2'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'hunter2'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=hunter2%'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=hunter2%0d%0aHost: x'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', '-1'],
    ['OTEL_TRACES_SAMPLER_ARG', 'half'],
  ])('names %s when it is %j, and repeats no secret', (key, value) => {
    const read = () => readTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, [key]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${key}: expected .*Correct`));
    expect(read).not.toThrow('hunter2');
  });
});
