import { type AppPlugin } from '@grafana/data';
import { Tab, TabsBar } from '@grafana/ui';
import { useLocation, useParams } from 'react-router-dom';
import { importAppPlugin } from '../plugins/importAppPlugin';
import { PluginLoader } from './PluginLoader';

/** `/plugins/<id>?page=<tab>`: the pages an app adds to its entry among Grafana's plugins. */
export function PluginConfigPage() {
  const { id = '' } = useParams();
  return <PluginLoader id={id} load={importAppPlugin} render={(plugin) => <ConfigPages plugin={plugin} />} />;
}

function ConfigPages({ plugin }: { plugin: AppPlugin }) {
  const { pathname, search } = useLocation();
  const query = Object.fromEntries(new URLSearchParams(search));
  const pages = plugin.configPages ?? [];
  const current = pages.find(({ id }) => id === query['page']) ?? pages[0];
  return (
    <>
      <h1>{plugin.meta.name}</h1>
      <TabsBar>
        {pages.map(({ id, title }) => (
          <Tab key={id} label={title} active={id === current?.id} href={`${pathname}?page=${id}`} />
        ))}
      </TabsBar>
      {current === undefined ? (
        <p>This app has no configuration pages.</p>
      ) : (
        <current.body plugin={plugin} query={query} />
      )}
    </>
  );
}
