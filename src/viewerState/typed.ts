/**
 * What a viewer typed into a panel, beside the saved query of the dashboard's author: looked for letter by letter. No
 * variable is replaced in it, no value of it means "All" or "nothing", and it is never saved.
 */
export interface Typed {
  /** Takes the place of the query's search, also when it is empty. */
  search: string;
  /** Hold beside the query's conditions; as in the address: `state|=|OK`. */
  filters: readonly string[];
}
