/** A constant of a source. A set becomes a list; a dict keeps its entries. */
export type PyValue = null | boolean | number | string | PyValue[] | { entries: Array<[PyValue, PyValue]> };
