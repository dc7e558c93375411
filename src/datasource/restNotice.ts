import { CoreApp, type DataFrame, type DataQueryRequest, type QueryResultMetaNotice } from '@grafana/data';
import { LIMITS } from '@openvcloud/contract/src/limits';
import { readListMeta } from '../listFrame/readListMeta';

/** Panels of ours begin so; they ask for the rest of a list themselves, as one scrolls. */
const OUR_PANELS = 'openvcloud-';

/** Explore and Grafana's own panels, and the CSV they give, have only the rows that are in the frame. */
export function showsFirstPageOnly({ app, panelPluginId }: Pick<DataQueryRequest, 'app' | 'panelPluginId'>): boolean {
  return app === CoreApp.Explore || (panelPluginId !== undefined && !panelPluginId.startsWith(OUR_PANELS));
}

/** A list of which only a part is in its frame says so: nothing is cut in silence. Other frames stay as they are. */
export function withRestNotice(frame: DataFrame): DataFrame {
  const { total, page } = readListMeta(frame);
  if (page.next === null && page.prev === null) {
    return frame;
  }
  const of = total === undefined ? '' : ` of ${total.relation === 'gte' ? 'more than ' : ''}${format(total.value)}`;
  const notice: QueryResultMetaNotice = {
    severity: 'info',
    text: `Only ${format(frame.length)}${of} ${of === '' && frame.length === 1 ? 'row' : 'rows'} ${frame.length === 1 ? 'is' : 'are'} here. Raise the limit of the query (at most ${format(LIMITS.queryRows)}), or narrow its filters or the time range.`,
  };
  return { ...frame, meta: { ...frame.meta, notices: [...(frame.meta?.notices ?? []), notice] } };
}

function format(value: number): string {
  return value.toLocaleString();
}
