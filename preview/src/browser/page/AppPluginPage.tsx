import { useLocation, useParams } from 'react-router-dom';
import { importAppPlugin } from '../plugins/importAppPlugin';
import { Message } from './Message';
import { PluginLoader } from './PluginLoader';

/** `/a/<id>/...`: the app's own pages, which route by themselves. */
export function AppPluginPage() {
  const { id = '' } = useParams();
  const { pathname, search } = useLocation();
  return (
    <PluginLoader
      id={id}
      load={importAppPlugin}
      render={({ root: Root, meta }) =>
        Root ? (
          <Root
            meta={meta}
            basename={`/a/${id}`}
            path={pathname}
            query={Object.fromEntries(new URLSearchParams(search))}
            onNavChanged={() => undefined}
          />
        ) : (
          <Message title={`${meta.name} has no pages of its own`}>Its dashboards are in the menu.</Message>
        )
      }
    />
  );
}
