import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { LinkButton, useStyles2 } from '@grafana/ui';
import { useLocation } from 'react-router-dom';
import { type DashboardEntry } from '../../boot/BootDocument';
import { type DashboardModel, type LinkModel } from '../dashboard/DashboardModel';
import { keptOnNavigation } from './keptOnNavigation';

/** Title and the dashboard's links, with what they take along of the present address. */
export function DashboardHeader({
  model,
  dashboards,
}: {
  model: DashboardModel;
  dashboards: readonly DashboardEntry[];
}) {
  const styles = useStyles2(getStyles);
  const { search } = useLocation();
  return (
    <div className={styles.header}>
      <h1 className={styles.title}>{model.title}</h1>
      <div className={styles.links}>
        {model.links.flatMap((link) =>
          targetsOf(link, dashboards).map(({ title, url }) => (
            <LinkButton
              key={url}
              size="sm"
              variant="secondary"
              fill="text"
              icon={link.type === 'dashboards' ? 'apps' : 'link'}
              target={link.targetBlank ? '_blank' : undefined}
              href={keptOnNavigation(url, search, { withTime: link.keepTime, withVariables: link.includeVars })}
            >
              {title}
            </LinkButton>
          ))
        )}
      </div>
    </div>
  );
}

/** A link of type dashboards stands for every dashboard that has all its tags. */
function targetsOf(link: LinkModel, dashboards: readonly DashboardEntry[]): Array<{ title: string; url: string }> {
  return link.type === 'link' ? [link] : dashboards.filter(({ tags }) => link.tags.every((tag) => tags.includes(tag)));
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  }),
  title: css({ margin: 0, fontSize: theme.typography.h3.fontSize }),
  links: css({ display: 'flex', flexWrap: 'wrap' }),
});
