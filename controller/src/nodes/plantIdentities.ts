import type { Database } from '../database/database';
import { giveIdentity } from './identities';
import type { Identity } from './identify';

interface PlantDeps {
  database: Database;
  config: { gid: number; nodeIdentities: ReadonlyMap<number, Identity> };
}

/** Gives nodes the names and roles of the settings, which win at each start. */
export async function plantIdentities({ database, config }: PlantDeps): Promise<void> {
  for (const [nid, identity] of config.nodeIdentities) {
    await database.transaction((transaction) =>
      giveIdentity(transaction, { gid: config.gid, nid }, identity, { by: 'SETTINGS' })
    );
  }
}
