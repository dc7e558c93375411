/** A job, or an agent, not heard of for this long is given up; the agent renews about three times within. */
export const LEASE_MS = 30_000;
export const HEARTBEAT_MS = 10_000;
/** An assigned job that its agent does not hold by then never reached it: agents take no answer later than 11 s. */
export const DELIVERY_MS = 15_000;
/** Clocks of controllers of one database differ by less. */
export const CLOCKS_AGREE_MS = 3_000;
