import { type BootDocument } from '../../boot/BootDocument';
import { objectsOf, textOf } from '../../json/narrowJson';

export interface NavigationSection {
  title: string;
  logo: string;
  items: Array<{ title: string; url: string; icon: string }>;
}

/** The menu Grafana builds for an app: one section per app, its pages in the order of its plugin.json. */
export function navigationOf(boot: Pick<BootDocument, 'plugins' | 'dashboards'>): NavigationSection[] {
  const apps = boot.plugins.filter(({ type }) => type === 'app');
  if (apps.length === 0) {
    return [
      { title: 'Dashboards', logo: '', items: boot.dashboards.map(({ title, url }) => ({ title, url, icon: 'apps' })) },
    ];
  }
  return apps.map((app) => ({
    title: app.name,
    logo: `/public/plugins/${app.id}/img/logo.svg`,
    items: objectsOf(app.meta['includes'])
      .filter((include) => include['type'] === 'page' && include['addToNav'] === true)
      .map((include) => ({
        title: textOf(include['name']),
        url: absolute(textOf(include['path'])),
        icon: textOf(include['icon']) || 'apps',
      })),
  }));
}

function absolute(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}
