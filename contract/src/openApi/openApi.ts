import { COMPONENTS } from './components';
import { type Endpoint } from '../endpoints/endpoint';
import { ENDPOINTS } from '../endpoints/endpoints';
import { LIMITS } from '../limits';
import { Problem } from '../problem';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Builds the OpenAPI 3.0 document from the endpoint table. Pure; `npm run generate` writes it to openapi.json. */
export function buildOpenApi(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [operationId, endpoint] of Object.entries<Endpoint>(ENDPOINTS)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[endpoint.method.toLowerCase()] = operation(operationId, endpoint);
  }
  const schemas = Object.fromEntries(
    Object.entries(COMPONENTS).map(([name, schema]) => [name, withRefs(toJson(schema), name)])
  );
  return {
    openapi: '3.0.3',
    info: {
      title: 'OpenvCloud Agent Controller',
      version,
      description: 'Times are epoch milliseconds. Errors are application/problem+json. See the glossary for terms.',
      license: { name: 'Apache-2.0' },
    },
    security: [{ token: [] }],
    paths,
    components: { schemas, securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
}

function operation(operationId: string, endpoint: Endpoint): Json {
  const success: Record<string, Json> = { description: 'Success' };
  if (endpoint.response) {
    success.content = { 'application/json': { schema: withRefs(toJson(endpoint.response)) } };
  } else if (endpoint.mediaTypes) {
    success.content = Object.fromEntries(endpoint.mediaTypes.map((type) => [type, { schema: { type: 'string' } }]));
  }
  return {
    operationId,
    summary: endpoint.summary,
    ...(endpoint.roles.length === 0 ? { security: [] } : {}),
    'x-roles': [...endpoint.roles],
    parameters: [...parameters('path', endpoint.params), ...parameters('query', endpoint.query), ...headers(endpoint)],
    ...(endpoint.body
      ? {
          requestBody: { required: true, content: { 'application/json': { schema: withRefs(toJson(endpoint.body)) } } },
        }
      : {}),
    responses: {
      [String(endpoint.status)]: success,
      default: {
        description: 'Problem',
        content: { 'application/problem+json': { schema: withRefs(toJson(Problem)) } },
      },
    },
  };
}

function parameters(place: 'path' | 'query', object: Endpoint['query']): Json[] {
  if (!object) {
    return [];
  }
  return Object.entries(object.properties).map(([name, schema]) => {
    const { description, ...rest } = toJson(schema) as Record<string, Json>;
    const required = place === 'path' || (object.required ?? []).includes(name);
    return { name, in: place, required, ...(description ? { description } : {}), schema: withRefs(rest) };
  });
}

function headers({ takesIdempotencyKey, takesOnBehalfOf, takesLastEventId }: Endpoint): Json[] {
  const schema = { type: 'string', maxLength: LIMITS.idempotencyKeyChars };
  const key =
    'Chosen by the caller: the same key within 24 hours does it once and answers the same; with another request it is refused';
  const id = 'Id of the last event that was received: the stream goes on after it';
  const encoded = (name: string, description: string) => ({
    name,
    in: 'header',
    required: false,
    description: `${description}, percent-encoded`,
    schema: { type: 'string' },
  });
  return [
    ...(takesIdempotencyKey === true
      ? [{ name: 'Idempotency-Key', in: 'header', required: false, description: key, schema }]
      : []),
    ...(takesOnBehalfOf === true
      ? [
          encoded('On-Behalf-Of', `For whom the token acts, at most ${LIMITS.onBehalfOfChars} characters`),
          encoded('Act-Reason', `Why, for the audit trail, at most ${LIMITS.reasonChars} characters`),
        ]
      : []),
    ...(takesLastEventId === true
      ? [{ name: 'Last-Event-ID', in: 'header', required: false, description: id, schema: { type: 'string' } }]
      : []),
  ];
}

/** TypeBox schemas carry symbols; their JSON is plain JSON Schema. */
function toJson(schema: unknown): Json {
  return JSON.parse(JSON.stringify(schema)) as Json;
}

/** Replaces each nested schema that is a named component by a reference to it. */
function withRefs(value: Json, self?: string): Json {
  if (Array.isArray(value)) {
    return value.map((item) => withRefs(item));
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const { title, nullable } = value;
  if (typeof title === 'string' && title !== self && title in COMPONENTS) {
    const reference = { $ref: `#/components/schemas/${title}` };
    return nullable === true ? { nullable: true, allOf: [reference] } : reference;
  }
  const { patternProperties, ...rest } = withMapping(value);
  const children = Object.fromEntries(Object.entries(rest).map(([key, child]) => [key, withRefs(child)]));
  return patternProperties ? { ...children, additionalProperties: recordValue(patternProperties) } : children;
}

/** OpenAPI takes a discriminator's values for names of schemas, unless it is told which stands for which. */
function withMapping(value: Record<string, Json>): Record<string, Json> {
  const { oneOf, discriminator } = value as { oneOf?: Kind[]; discriminator?: { propertyName: string } };
  if (oneOf === undefined || discriminator === undefined) {
    return value;
  }
  const { propertyName } = discriminator;
  const named = oneOf.map(({ title, properties }) => [
    String(properties[propertyName]?.enum?.[0]),
    `#/components/schemas/${title}`,
  ]);
  return { ...value, discriminator: { propertyName, mapping: Object.fromEntries(named) as Record<string, Json> } };
}

interface Kind {
  title: string;
  properties: Record<string, { enum?: string[] }>;
}

/** OpenAPI 3.0 has no patternProperties: a record becomes additionalProperties. */
function recordValue(patternProperties: Json): Json {
  const [first] = Object.values(patternProperties as Record<string, Json>);
  return withRefs(first ?? {});
}
