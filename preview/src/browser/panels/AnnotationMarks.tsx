import { textUtil, type DataFrame } from '@grafana/data';
import { Toggletip, useTheme2, type UPlotConfigBuilder } from '@grafana/ui';
import { useLayoutEffect, useMemo, useState } from 'react';
import { readMarks } from './readMarks';

interface Props {
  config: UPlotConfigBuilder;
  annotations: DataFrame[] | undefined;
}

/** Where a graph has its plot, in pixels, and which times are at its edges. */
interface Plot {
  left: number;
  top: number;
  width: number;
  height: number;
  from: number;
  to: number;
}

/** Regions and points of annotations over a graph, as far as they are on it; a click on the foot of one shows what it says. */
export function AnnotationMarks({ config, annotations = [] }: Props) {
  const theme = useTheme2();
  const [plot, setPlot] = useState<Plot>();
  const marks = useMemo(() => readMarks(annotations), [annotations]);

  useLayoutEffect(() => {
    config.addHook('draw', ({ bbox, scales }) => {
      const ratio = window.devicePixelRatio;
      const [from, to] = [scales['x']?.min ?? 0, scales['x']?.max ?? 0];
      const [left, top, width, height] = [bbox.left, bbox.top, bbox.width, bbox.height].map((length) => length / ratio);
      const drawn = { left: left ?? 0, top: top ?? 0, width: width ?? 0, height: height ?? 0, from, to };
      setPlot((former) => (JSON.stringify(former) === JSON.stringify(drawn) ? former : drawn));
    });
  }, [config]);

  if (plot === undefined || plot.to <= plot.from) {
    return null;
  }
  const at = (time: number): number =>
    plot.left + ((Math.min(Math.max(time, plot.from), plot.to) - plot.from) / (plot.to - plot.from)) * plot.width;
  return marks
    .filter(({ time, timeEnd }) => timeEnd >= plot.from && time <= plot.to)
    .map(({ id, time, timeEnd, title, text, color }) => {
      const left = at(time);
      const width = Math.max(2, at(timeEnd) - left);
      const area = {
        position: 'absolute',
        left,
        width,
        background: theme.visualization.getColorByName(color),
      } as const;
      const foot = { top: plot.top + plot.height - 3, height: 6, minWidth: 6, border: 0, padding: 0, zIndex: 1 };
      return (
        <div key={`${title}-${id}`}>
          <div style={{ ...area, top: plot.top, height: plot.height, opacity: 0.12, pointerEvents: 'none' }} />
          <Toggletip title={title} content={<div dangerouslySetInnerHTML={{ __html: textUtil.sanitize(text) }} />}>
            <button aria-label={title} style={{ ...area, ...foot }} />
          </Toggletip>
        </div>
      );
    });
}
