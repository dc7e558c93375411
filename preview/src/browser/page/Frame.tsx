import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, IconButton, useStyles2, useTheme2 } from '@grafana/ui';
import { useEffect, useState, type ReactNode } from 'react';
import { useLocation } from 'react-router-dom';
import { type BootDocument } from '../../boot/BootDocument';
import { Menu } from './Menu';
import { navigationOf } from './navigationOf';
import { chooseTheme } from './theme';

/** Menu on the left, a bar on top; on a narrow screen the menu opens over the page. */
export function Frame({ boot, children }: { boot: BootDocument; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const location = useLocation();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const sections = navigationOf(boot);
  const here = sections.flatMap(({ items }) => items).find(({ url }) => isAt(location.pathname, url));
  const other = theme.isDark ? 'light' : 'dark';
  useEffect(() => setMenuOpen(false), [location.pathname]);
  useEffect(() => {
    document.title = `${here?.title ?? 'Preview'} - OpenvCloud Jobs`;
  }, [here?.title]);
  return (
    <div className={styles.frame}>
      <header className={styles.bar}>
        <IconButton
          className={styles.menuButton}
          name="bars"
          size="xl"
          tooltip={isMenuOpen ? 'Close menu' : 'Open menu'}
          aria-expanded={isMenuOpen}
          onClick={() => setMenuOpen(!isMenuOpen)}
        />
        <nav className={styles.breadcrumbs} aria-label="Breadcrumbs">
          <a href="/">{sections[0]?.title ?? 'Preview'}</a>
          {here && <span aria-current="page">{here.title}</span>}
        </nav>
        <IconButton
          name="adjust-circle"
          size="lg"
          tooltip={`Use the ${other} theme`}
          onClick={() => chooseTheme(other)}
        />
      </header>
      <div className={styles.below}>
        <aside className={isMenuOpen ? `${styles.menu} ${styles.menuOpen}` : styles.menu}>
          <Menu sections={sections} isCurrent={(url) => isAt(location.pathname, url)} search={location.search} />
        </aside>
        <main className={styles.page}>
          {boot.problems.map((problem) => (
            <Alert key={problem} severity="warning" title="Something is missing">
              {problem}
            </Alert>
          ))}
          {children}
        </main>
      </div>
    </div>
  );
}

/** `/d/uid` is the address of `/d/uid/any-slug`. */
function isAt(pathname: string, url: string): boolean {
  const path = url.split('?')[0] ?? '';
  const [, root, uid] = path.split('/');
  return root === 'd' ? pathname.split('/')[2] === uid && pathname.startsWith('/d/') : pathname === path;
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({
    minHeight: '100vh',
    display: 'flex',
    flexDirection: 'column',
    background: theme.colors.background.canvas,
  }),
  bar: css({
    position: 'sticky',
    top: 0,
    zIndex: theme.zIndex.navbarFixed,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    height: 40,
    padding: theme.spacing(0, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  menuButton: css({ [theme.breakpoints.up('lg')]: { display: 'none' } }),
  breadcrumbs: css({
    flexGrow: 1,
    minWidth: 0,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    textOverflow: 'ellipsis',
    '& a': { color: theme.colors.text.secondary },
    '& span::before': { content: '"/"', padding: theme.spacing(0, 1), color: theme.colors.text.disabled },
  }),
  below: css({ display: 'flex', flexGrow: 1 }),
  menu: css({
    width: 220,
    flexShrink: 0,
    position: 'sticky',
    top: 40,
    alignSelf: 'flex-start',
    height: 'calc(100vh - 40px)',
    overflowY: 'auto',
    background: theme.colors.background.primary,
    borderRight: `1px solid ${theme.colors.border.weak}`,
    [theme.breakpoints.down('lg')]: { display: 'none', position: 'fixed', zIndex: theme.zIndex.sidemenu },
  }),
  menuOpen: css({ [theme.breakpoints.down('lg')]: { display: 'block', boxShadow: theme.shadows.z3 } }),
  page: css({ flexGrow: 1, minWidth: 0, padding: theme.spacing(2), display: 'flex', flexDirection: 'column' }),
});
