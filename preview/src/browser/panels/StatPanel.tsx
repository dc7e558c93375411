import {
  getFieldDisplayValues,
  VizOrientation,
  type FieldDisplay,
  type PanelProps,
  type ReduceDataOptions,
} from '@grafana/data';
import { type VizTextDisplayOptions } from '@grafana/schema';
import {
  BigValue,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  DataLinksContextMenu,
  useTheme2,
  VizRepeater,
  type VizRepeaterRenderValueProps,
} from '@grafana/ui';

export interface StatOptions {
  reduceOptions?: ReduceDataOptions;
  colorMode?: BigValueColorMode;
  graphMode?: BigValueGraphMode;
  textMode?: BigValueTextMode;
  justifyMode?: BigValueJustifyMode;
  text?: VizTextDisplayOptions;
  orientation?: VizOrientation;
}

/** Big numbers, each a link when its field has one. */
export function StatPanel({
  data,
  options,
  fieldConfig,
  replaceVariables,
  timeZone,
  width,
  height,
  renderCounter,
}: PanelProps<StatOptions>) {
  const theme = useTheme2();
  const getValues = () =>
    getFieldDisplayValues({
      fieldConfig,
      reduceOptions: options.reduceOptions ?? { calcs: ['lastNotNull'] },
      replaceVariables,
      theme,
      data: data.series,
      timeZone,
    });
  const renderValue = (props: VizRepeaterRenderValueProps<FieldDisplay>) => {
    const value = (className?: string, onClick?: React.MouseEventHandler<HTMLElement>) => (
      <BigValue
        value={props.value.display}
        count={props.count}
        width={props.width}
        height={props.height}
        theme={theme}
        colorMode={options.colorMode ?? BigValueColorMode.Value}
        graphMode={options.graphMode ?? BigValueGraphMode.None}
        textMode={options.textMode ?? BigValueTextMode.Auto}
        justifyMode={options.justifyMode ?? BigValueJustifyMode.Auto}
        text={options.text}
        className={className}
        onClick={onClick}
      />
    );
    const { hasLinks, getLinks } = props.value;
    if (!hasLinks || getLinks === undefined) {
      return value();
    }
    return (
      <DataLinksContextMenu links={getLinks} style={{ flexGrow: 1 }}>
        {({ openMenu, targetClassName }) => value(targetClassName, openMenu)}
      </DataLinksContextMenu>
    );
  };
  return (
    <VizRepeater
      getValues={getValues}
      renderValue={renderValue}
      width={width}
      height={height}
      source={data}
      autoGrid
      itemSpacing={3}
      renderCounter={renderCounter}
      orientation={options.orientation ?? VizOrientation.Auto}
    />
  );
}
