import { CoreApp, type DataFrame, type DataQueryRequest, type Field } from '@grafana/data';
import { fieldsOf, isQueryType } from '../query/query';
import { FIELD_LINKS, type LinkTarget } from './fieldLinks';

/** In the details of a line these would stand twice: its labels say the same, and can be filtered by. */
const SAID_BY_LABELS = new Set(['level', 'category', 'appName', 'gid', 'nid', 'organization']);

/** Grafana's own view of log lines, where each line has details. */
export function showsLogDetails({ app, panelPluginId }: Pick<DataQueryRequest, 'app' | 'panelPluginId'>): boolean {
  return app === CoreApp.Explore || panelPluginId === 'logs';
}

/**
 * Pure. A frame as Grafana's own views want it: each field that has a page leads there, each that can be filtered by
 * offers it. It needs the data source's uid and where pages are, which the backend does not know.
 */
export function withLinks(frame: DataFrame, target: LinkTarget, hasLogDetails: boolean): DataFrame {
  const kind = kindOf(frame);
  if (kind === undefined) {
    return frame;
  }
  const links = FIELD_LINKS[kind] ?? {};
  const filters = isQueryType(kind) ? (fieldsOf(kind) ?? {}) : {};
  const isHidden = (name: string) => kind === 'logs' && hasLogDetails && SAID_BY_LABELS.has(name);
  const fields = frame.fields.map((field): Field => {
    const toLinks = links[field.name] ?? [];
    return {
      ...field,
      config: {
        ...field.config,
        ...(toLinks.length === 0 ? {} : { links: toLinks.map((toLink) => toLink(target)) }),
        ...(Object.hasOwn(filters, field.name) ? { filterable: true } : {}),
        ...(isHidden(field.name) ? { custom: { ...field.config.custom, hidden: true } } : {}),
      },
    };
  });
  return { ...frame, fields };
}

function kindOf({ meta }: DataFrame): string | undefined {
  const kind: unknown = meta?.custom?.kind;
  return typeof kind === 'string' ? kind : undefined;
}
