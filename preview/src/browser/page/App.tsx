import { getThemeById } from '@grafana/data';
import { config, locationService, LocationServiceProvider } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, ModalRoot, PortalContainer, ThemeContext } from '@grafana/ui';
import { useEffect } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { readBootDocument } from '../../boot/readBootDocument';
import { AppPluginPage } from './AppPluginPage';
import { DashboardPage } from './DashboardPage';
import { followLinks } from './followLinks';
import { Frame } from './Frame';
import { HistoryRouter } from './HistoryRouter';
import { Message } from './Message';
import { Notifications } from './Notifications';
import { navigationOf } from './navigationOf';
import { PluginConfigPage } from './PluginConfigPage';

const theme = getThemeById(config.bootData.user.theme);

/** Everything below the address bar: Grafana's addresses, Grafana's look, none of its editing. */
export function App() {
  const boot = readBootDocument();
  const home = navigationOf(boot).flatMap(({ items }) => items)[0]?.url;
  useEffect(() => followLinks(document, locationService), []);
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <LocationServiceProvider service={locationService}>
        <HistoryRouter history={locationService.getHistory()}>
          <Frame boot={boot}>
            <ErrorBoundaryAlert boundaryName="preview-page">
              <Routes>
                <Route
                  path="/"
                  element={
                    home ? (
                      <Navigate to={home} replace />
                    ) : (
                      <Message title="No dashboards">{boot.problems.join(' ')}</Message>
                    )
                  }
                />
                <Route path="/d/:uid/*" element={<DashboardPage boot={boot} />} />
                <Route path="/a/:id/*" element={<AppPluginPage />} />
                <Route path="/plugins/:id" element={<PluginConfigPage />} />
                <Route
                  path="*"
                  element={
                    <Message title="No such page">
                      The preview shows dashboards and this app's pages. Choose one from the menu.
                    </Message>
                  }
                />
              </Routes>
            </ErrorBoundaryAlert>
          </Frame>
          <Notifications />
        </HistoryRouter>
      </LocationServiceProvider>
      <ModalRoot />
      <PortalContainer />
    </ThemeContext.Provider>
  );
}
