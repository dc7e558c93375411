import { textUtil, type DataFrame } from '@grafana/data';
import { Toggletip, useTheme2, type UPlotConfigBuilder } from '@grafana/ui';
import { useLayoutEffect, useRef, useState } from 'react';
import { readMarks, type Mark } from './readMarks';

interface Props {
  config: UPlotConfigBuilder;
  annotations: DataFrame[] | undefined;
}

interface PlacedMark extends Mark {
  left: number;
  width: number;
}
interface Plot {
  top: number;
  height: number;
  marks: PlacedMark[];
}

/** Regions and points of annotations over a graph, as far as they are on it; a click on the foot of one shows what it says. */
export function AnnotationMarks({ config, annotations }: Props) {
  const theme = useTheme2();
  const [plot, setPlot] = useState<Plot>();
  const marks = useRef<Mark[]>([]);
  marks.current = readMarks(annotations ?? []);

  useLayoutEffect(() => {
    config.addHook('draw', (graph) => {
      const ratio = window.devicePixelRatio;
      const [from, to] = [graph.scales.x?.min ?? 0, graph.scales.x?.max ?? 0];
      const at = (time: number): number =>
        graph.valToPos(Math.min(Math.max(time, from), to), 'x') + graph.bbox.left / ratio;
      const placed = marks.current
        .filter(({ time, timeEnd }) => timeEnd >= from && time <= to)
        .map((mark) => ({ ...mark, left: at(mark.time), width: Math.max(2, at(mark.timeEnd) - at(mark.time)) }));
      const drawn = { top: graph.bbox.top / ratio, height: graph.bbox.height / ratio, marks: placed };
      setPlot((former) => (JSON.stringify(former) === JSON.stringify(drawn) ? former : drawn));
    });
  }, [config]);

  return (
    <>
      {plot?.marks.map(({ id, left, width, color, title, text }) => {
        const colour = theme.visualization.getColorByName(color);
        const area = { position: 'absolute', left, width, background: colour } as const;
        return (
          <div key={`${title}-${id}-${left}`}>
            <div style={{ ...area, top: plot.top, height: plot.height, opacity: 0.12, pointerEvents: 'none' }} />
            <Toggletip title={title} content={<div dangerouslySetInnerHTML={{ __html: textUtil.sanitize(text) }} />}>
              <button
                aria-label={title}
                style={{
                  ...area,
                  top: plot.top + plot.height - 3,
                  height: 6,
                  minWidth: 6,
                  border: 0,
                  padding: 0,
                  zIndex: 1,
                }}
              />
            </Toggletip>
          </div>
        );
      })}
    </>
  );
}
