import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Text, useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { formatDuration } from '../../duration/formatDuration';
import { stateColor } from '../../jobState/stateAppearance';
import { jobLink } from '../../navigation/links';
import { type JobOnNode } from './jobOnNode';
import { type Lanes } from './toLanes';

/** More of them are a wall; that there are more is said. */
const MOST_LANES = 12;

interface Props extends Lanes {
  /** Its time is marked over all lanes. */
  job: JobOnNode;
  range: TimeRange;
  search: string;
}

/** What else ran on the node: a bar per job, from its start to its end, which leads to it. */
export function JobLanes({ job, lanes, rest, range, search }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  const percent = (time: number) => (100 * (Math.min(Math.max(time, from), to) - from)) / Math.max(1, to - from);
  const hidden = lanes.slice(MOST_LANES).reduce((sum, lane) => sum + lane.length, 0);

  return (
    <section aria-label="What else ran on this node">
      <Text variant="bodySmall" color="secondary">
        {lanes.length === 0 ? 'Nothing else ran on this node meanwhile.' : 'What else ran on this node'}
      </Text>
      <div className={styles.lanes}>
        <div
          className={styles.own}
          style={{
            left: `${percent(job.timeStart)}%`,
            width: `max(2px, ${percent(job.timeStop ?? to) - percent(job.timeStart)}%)`,
            background: stateColor(theme, job.state),
          }}
        />
        {lanes.slice(0, MOST_LANES).map((lane, index) => (
          <div key={index} className={styles.lane}>
            {lane.map(({ guid, title, state, time, timeEnd }) => {
              const name = `${title}, ${formatDuration(timeEnd - time)}`;
              return (
                <a
                  key={guid}
                  className={styles.job}
                  href={locationUtil.assureBaseUrl(jobLink(guid, search))}
                  title={name}
                  aria-label={name}
                  style={{
                    left: `${percent(time)}%`,
                    width: `max(4px, ${percent(timeEnd) - percent(time)}%)`,
                    background: stateColor(theme, state),
                  }}
                />
              );
            })}
          </div>
        ))}
      </div>
      {[hidden > 0 ? `${hidden} more jobs ran at the same time.` : undefined, rest].map(
        (text) =>
          text !== undefined && (
            <Text key={text} element="p" variant="bodySmall" color="secondary">
              {text}
            </Text>
          )
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  lanes: css({ position: 'relative' }),
  own: css({ position: 'absolute', top: 0, bottom: 0, zIndex: 1, opacity: 0.25, pointerEvents: 'none' }),
  lane: css({
    position: 'relative',
    height: 10,
    marginTop: 2,
    overflow: 'hidden',
    background: theme.colors.background.secondary,
  }),
  job: css({ position: 'absolute', top: 0, bottom: 0, borderRadius: 2, opacity: 0.8, '&:hover': { opacity: 1 } }),
});
