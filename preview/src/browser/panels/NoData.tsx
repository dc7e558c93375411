import { type FieldConfigSource } from '@grafana/data';

interface NoDataProps {
  fieldConfig: FieldConfigSource;
  width: number;
  height: number;
}

/**
 * What Grafana's panels show when nothing came: @grafana/runtime has only the place where its application puts that. Why nothing
 * came, an error say, stands in the panel's head.
 */
export function NoData({ fieldConfig, width, height }: NoDataProps) {
  return (
    <div style={{ width, height, display: 'grid', placeItems: 'center' }}>
      {fieldConfig.defaults.noValue ?? 'No data'}
    </div>
  );
}
