import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** With forward slashes. */
  path: string;
  /** Unix permissions, e.g. 0o755: Grafana starts the backend only when it may be executed. */
  mode: number;
  data: Buffer;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
const MADE_ON_UNIX = 3 << 8;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
/** 1980-01-01, the format's first day: the same files give the same zip, byte for byte. */
const DATE = 0x0021;
const REGULAR_FILE = 0o100000;

/** A zip of regular files, in the given order. */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { path, mode, data } of entries) {
    const name = Buffer.from(path, 'utf8');
    const packed = deflateRawSync(data, { level: 9 });
    // Version to time, sizes and name length: the same in both headers.
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(VERSION, 0);
    shared.writeUInt16LE(UTF8_NAMES, 2);
    shared.writeUInt16LE(DEFLATED, 4);
    shared.writeUInt16LE(DATE, 8);
    shared.writeUInt32LE(crc32(data), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(data.length, 18);
    shared.writeUInt16LE(name.length, 22);

    const place = Buffer.alloc(14);
    place.writeUInt32LE(((REGULAR_FILE | mode) << 16) >>> 0, 6);
    place.writeUInt32LE(offset, 10);
    central.push(uint32(CENTRAL_HEADER), uint16(MADE_ON_UNIX | VERSION), shared, place, name);

    const local = [uint32(LOCAL_HEADER), shared, name, packed];
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

/** Reads back what writeZip wrote (no comments, no zip64), and checks every checksum. */
export function readZip(zip: Buffer): ZipEntry[] {
  const end = zip.length - 22;
  if (end < 0 || zip.readUInt32LE(end) !== END) {
    throw new Error(
      'Expected a zip that ends with its directory, got something else: it may have been cut while it was written.'
    );
  }
  const count = zip.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    const nameLength = zip.readUInt16LE(at + 28);
    const path = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const packedLength = zip.readUInt32LE(at + 20);
    const dataAt = zip.readUInt32LE(at + 42) + 30 + nameLength;
    const data = inflateRawSync(zip.subarray(dataAt, dataAt + packedLength));
    if (crc32(data) !== zip.readUInt32LE(at + 16)) {
      throw new Error(`${path}: expected its checksum to fit its content; pack again.`);
    }
    entries.push({ path, mode: (zip.readUInt32LE(at + 38) >>> 16) & 0o777, data });
    at += 46 + nameLength;
  }
  return entries;
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
