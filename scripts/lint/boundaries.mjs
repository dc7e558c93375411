import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tableUnder, words } from './documentTable.mjs';

/** Folders of a room that are not part of what it is: they may use everything of their part. */
const APART = ['testing'];

/**
 * What each part may import, from the table of ARCHITECTURE.md: "| `agent/` | ... | `contract`, `settings` |". A word
 * with a slash is a folder or file of another part.
 */
export function parts(root) {
  const rows = tableUnder(join(root, 'ARCHITECTURE.md'), 'Folders').map(([name, , mayImport]) => ({
    name: words(name)[0].replace('/', ''),
    mayImport: words(mayImport),
  }));
  const names = rows.map(({ name }) => name);
  return rows.map(({ name, mayImport }) => ({
    name,
    imports: mayImport.filter((word) => names.includes(word.split('/')[0])),
    // The others are files of the contract that bring no schemas along.
    files: mayImport.filter((word) => !names.includes(word.split('/')[0])),
  }));
}

/** Zones of import-x/no-restricted-paths: each part imports itself and what its row names. */
export function partZones(root) {
  return parts(root).map(({ name, imports }) => ({
    target: join(root, name),
    from: root,
    except: [name, ...imports, 'node_modules'],
    message: `ARCHITECTURE.md lists what ${name}/ may import.`,
  }));
}

/**
 * Floors from the ground up, from a document's table: a row is a floor, and the rooms it names in its first cell
 * import only those of rows above it, not each other.
 * @throws Error when a folder below `folder` is on no floor: then nothing would hold it.
 */
export function floorZones(root, folder, document, heading) {
  const floors = tableUnder(join(root, document), heading)
    .map(([cell]) => words(cell).filter((word) => word.endsWith('/')))
    .map((rooms) => rooms.map((room) => room.slice(0, -1)));
  const homeless = folders(join(root, folder)).filter((room) => !floors.flat().includes(room) && !APART.includes(room));
  if (homeless.length > 0) {
    throw new Error(`Expected ${document}, "${heading}", to name ${homeless.join(', ')} of ${folder}, it does not.`);
  }
  return floors.flatMap((rooms, level) =>
    rooms.map((room) => ({
      target: join(root, folder, room),
      from: join(root, folder),
      except: [room, ...floors.slice(0, level).flat()],
      message: `${document}, "${heading}": ${room}/ imports only rooms of floors below it.`,
    }))
  );
}

/** Folders side by side that never import each other. */
export function neighbourZones(root, folder) {
  return folders(join(root, folder)).map((name) => ({
    target: join(root, folder, name),
    from: join(root, folder),
    except: [name],
    message: `${folder}/* never import each other; share a subject folder.`,
  }));
}

function folders(path) {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
