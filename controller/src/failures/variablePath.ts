import { withoutVariables } from './variableWord';

/** What Python's tempfile makes of eight characters. */
const TEMPORARY = /^tmp[a-z0-9_]{8}/;
const HOMES = /^(?:home|Users|users)$/;

/**
 * A path with what varies in it taken out, segment by segment; what is constant tells one failure from another.
 *
 * `/var/lib/vms/a3f9c21b/disk0.img` → `/var/lib/vms/<id>/<id>.img`, `/home/ann/x` → `/home/<id>/x`
 */
export function pathWithoutVariables(path: string): string {
  const segments = path.split(/[\\/]/);
  return segments.map((segment, index) => segmentOf(segment, segments[index - 1])).join('/');
}

function segmentOf(segment: string, before = ''): string {
  if (HOMES.test(before)) {
    return '<id>';
  }
  const [, name = segment, extension = ''] = /^(.+?)((?:\.[A-Za-z][A-Za-z0-9]{0,7})*)$/.exec(segment) ?? [];
  const isVariable =
    TEMPORARY.test(name) || (/\d/.test(name) && /[^\d]/.test(name)) || withoutVariables(name) === '<id>';
  return `${isVariable ? '<id>' : withoutVariables(name)}${extension}`;
}
