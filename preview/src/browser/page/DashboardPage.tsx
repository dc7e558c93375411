import { LoadingPlaceholder } from '@grafana/ui';
import { getBackendSrv } from '@grafana/runtime';
import { UrlSyncContextProvider, type EmbeddedScene } from '@grafana/scenes';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router-dom';
import { type BootDocument } from '../../boot/BootDocument';
import { isObject } from '../../json/narrowJson';
import { type DashboardModel } from '../dashboard/DashboardModel';
import { readDashboard } from '../dashboard/readDashboard';
import { toScene } from '../dashboard/toScene';
import { toQueryError } from '../services/runRequest';
import { DashboardHeader } from './DashboardHeader';
import { Message } from './Message';

type Loaded = { uid: string } & ({ model: DashboardModel; scene: EmbeddedScene } | { error: string });

export function DashboardPage({ boot }: { boot: BootDocument }) {
  const { uid = '' } = useParams();
  const [loaded, setLoaded] = useState<Loaded>();
  useEffect(() => {
    let isCurrent = true;
    void load(uid).then((answer) => isCurrent && setLoaded(answer));
    return () => {
      isCurrent = false;
    };
  }, [uid]);
  if (loaded?.uid !== uid) {
    return <LoadingPlaceholder text="Loading dashboard..." />;
  }
  if ('error' in loaded) {
    return (
      <Message title="No such dashboard">{`${loaded.error} Known: ${boot.dashboards.map(({ title }) => title).join(', ') || 'none'}.`}</Message>
    );
  }
  return (
    // Keyed: another dashboard is another scene, and its address must not be written into the former one.
    <UrlSyncContextProvider key={uid} scene={loaded.scene} updateUrlOnInit createBrowserHistorySteps>
      <DashboardHeader model={loaded.model} dashboards={boot.dashboards} />
      <loaded.scene.Component model={loaded.scene} />
    </UrlSyncContextProvider>
  );
}

async function load(uid: string): Promise<Loaded> {
  try {
    const answer = await getBackendSrv().get<unknown>(`/api/dashboards/uid/${encodeURIComponent(uid)}`);
    const model = readDashboard(isObject(answer) ? answer['dashboard'] : undefined);
    return { uid, model, scene: toScene(model) };
  } catch (error) {
    return { uid, error: toQueryError(error).message ?? 'It could not be loaded.' };
  }
}
