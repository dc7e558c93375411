import { DASHBOARDS } from '../navigation/links';

interface BundledDashboard {
  uid: string;
  title: string;
  /** In the app's folder `dashboards`, generated from the dashboards package. */
  file: string;
}

export const BUNDLED_DASHBOARDS: readonly BundledDashboard[] = Object.entries(DASHBOARDS).map(
  ([name, { uid, title }]) => ({
    uid,
    title,
    file: `${name}.json`,
  })
);
