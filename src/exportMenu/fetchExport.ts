import { config } from '@grafana/runtime';
import { messageOf } from '../answer/errorOf';
import { propertyOf } from '../unknownValue/propertyOf';
import { ExportReader, type ExportEnding } from './exportReader';

export interface Exported extends ExportEnding {
  name: string;
  file: Blob;
}

/** So many bytes become a Blob, which the browser may keep on disk. */
const PIECE_BYTES = 4_000_000;

/**
 * Fetches an export from a data source's backend, piece by piece; `onRows` hears how many rows have come. Grafana's own
 * fetch would show nothing before the last byte; its chunked() is this fetch without the organization, and writes each export
 * that is cancelled on the console. Aborting ends it at the controller, too.
 */
export async function fetchExport(
  dataSourceUid: string,
  path: string,
  signal: AbortSignal,
  onRows: (rows: number) => void
): Promise<Exported> {
  const resources = `${config.appSubUrl}/api/datasources/uid/${encodeURIComponent(dataSourceUid)}/resources`;
  const answer = await fetch(`${resources}/${path}`, {
    signal,
    headers: { 'X-Grafana-Org-Id': String(config.bootData.user.orgId) },
  });
  if (!answer.ok || answer.body === null) {
    throw new Error(await refusal(answer));
  }
  const type = answer.headers.get('Content-Type') ?? '';
  const reader = new ExportReader(type.startsWith('text/csv'));
  const pieces = await readPieces(answer.body.getReader(), type, (chunk) => {
    reader.read(chunk);
    onRows(reader.rows);
  });
  return { ...reader.end(), name: nameOf(answer), file: new Blob(pieces, { type }) };
}

async function readPieces(
  body: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  type: string,
  onChunk: (chunk: Uint8Array) => void
): Promise<Blob[]> {
  const pieces: Blob[] = [];
  let chunks: Array<Uint8Array<ArrayBuffer>> = [];
  let bytes = 0;
  const keep = () => {
    pieces.push(new Blob(chunks, { type }));
    chunks = [];
    bytes = 0;
  };
  for (let next = await body.read(); !next.done; next = await body.read()) {
    onChunk(next.value);
    chunks.push(next.value);
    bytes += next.value.length;
    if (bytes >= PIECE_BYTES) {
      keep();
    }
  }
  keep();
  return pieces;
}

/** The controller's own words where it has some. */
async function refusal(answer: Response): Promise<string> {
  const said: unknown = await answer.json().catch(() => undefined);
  const detail = propertyOf(said, 'detail');
  return typeof detail === 'string'
    ? [detail, propertyOf(said, 'action')].filter(Boolean).join(' ')
    : messageOf({ data: said, status: answer.status, statusText: answer.statusText });
}

function nameOf(answer: Response): string {
  const [, name] = /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') ?? '') ?? [];
  return name ?? 'openvcloud-export';
}
