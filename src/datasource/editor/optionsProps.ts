import { type JobsQuery } from '../query/query';

/** A part of the editor that only some query types have. */
export interface OptionsProps {
  query: JobsQuery;
  /** Where in Grafana the query is edited. */
  app?: string;
  onChange: (changes: Partial<JobsQuery>) => void;
  onRunQuery: () => void;
}

/** For what is chosen and not typed: each change runs the query. */
export function thenRun({
  onChange,
  onRunQuery,
}: Pick<OptionsProps, 'onChange' | 'onRunQuery'>): OptionsProps['onChange'] {
  return (changes) => {
    onChange(changes);
    onRunQuery();
  };
}
