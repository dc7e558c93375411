import { OWN_SOURCE } from '@openvcloud/contract';

/** SQL, with the own grid as $1: acts look at jobs of other controllers only to refuse them with a reason; their grid ids are their own. */
export const OURS_OR_BRIDGED = `(gid = $1 or source <> '${OWN_SOURCE}')`;
