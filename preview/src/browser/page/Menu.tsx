import { css, cx } from '@emotion/css';
import { toIconName, type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { keptOnNavigation } from './keptOnNavigation';
import { type NavigationSection } from './navigationOf';

interface MenuProps {
  sections: readonly NavigationSection[];
  isCurrent: (url: string) => boolean;
  search: string;
}

export function Menu({ sections, isCurrent, search }: MenuProps) {
  const styles = useStyles2(getStyles);
  return (
    <nav className={styles.menu} aria-label="Main">
      {sections.map(({ title, logo, items }) => (
        <section key={title}>
          <h2 className={styles.title}>
            {logo && <img className={styles.logo} src={logo} alt="" />}
            {title}
          </h2>
          <ul className={styles.list}>
            {items.map((item) => (
              <li key={item.url}>
                <a
                  href={keptOnNavigation(item.url, search)}
                  className={cx(styles.link, isCurrent(item.url) && styles.current)}
                  aria-current={isCurrent(item.url) ? 'page' : undefined}
                >
                  <Icon name={toIconName(item.icon) ?? 'apps'} /> {item.title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  menu: css({ padding: theme.spacing(2, 1) }),
  title: css({
    fontSize: theme.typography.h5.fontSize,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0, 1),
  }),
  logo: css({ width: 20, height: 20 }),
  list: css({ listStyle: 'none' }),
  link: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 1),
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.secondary,
    '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
  }),
  current: css({ background: theme.colors.action.selected, color: theme.colors.text.primary }),
});
