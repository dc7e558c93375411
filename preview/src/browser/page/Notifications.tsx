import { css } from '@emotion/css';
import { AppEvents, type GrafanaTheme2 } from '@grafana/data';
import { Alert, useStyles2, type AlertVariant } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { appEvents } from '../services/startServices';

interface Notification {
  id: number;
  severity: AlertVariant;
  title: string;
  text: string;
}

const SHOWN_MS = 8000;
const KINDS = [
  [AppEvents.alertSuccess, 'success'],
  [AppEvents.alertWarning, 'warning'],
  [AppEvents.alertError, 'error'],
  [AppEvents.alertInfo, 'info'],
] as const;

/** The short messages plugins send, e.g. "copied". */
export function Notifications() {
  const styles = useStyles2(getStyles);
  const [shown, setShown] = useState<Notification[]>([]);
  useEffect(() => {
    let count = 0;
    const add = (severity: AlertVariant) => (payload: unknown) => {
      const [title = '', text = ''] = Array.isArray(payload) ? payload.map(String) : [String(payload)];
      const id = ++count;
      setShown((before) => [...before, { id, severity, title, text }]);
      setTimeout(() => setShown((before) => before.filter((notification) => notification.id !== id)), SHOWN_MS);
    };
    const subscriptions = KINDS.map(([event, severity]) => {
      const listener = add(severity);
      appEvents.on(event, listener);
      return () => appEvents.off(event, listener);
    });
    return () => subscriptions.forEach((unsubscribe) => unsubscribe());
  }, []);
  return (
    <div className={styles.corner} role="status">
      {shown.map(({ id, severity, title, text }) => (
        <Alert
          key={id}
          severity={severity}
          title={title}
          elevated
          onRemove={() => setShown((before) => before.filter((item) => item.id !== id))}
        >
          {text}
        </Alert>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  corner: css({
    position: 'fixed',
    top: 48,
    right: theme.spacing(2),
    width: 360,
    maxWidth: '90vw',
    zIndex: theme.zIndex.portal,
  }),
});
