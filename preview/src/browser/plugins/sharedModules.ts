import * as emotionCss from '@emotion/css';
import * as emotionReact from '@emotion/react';
import * as grafanaData from '@grafana/data';
import * as grafanaRuntime from '@grafana/runtime';
import * as grafanaUi from '@grafana/ui';
import * as lodash from 'lodash';
import moment from 'moment';
import * as react from 'react';
import * as jsxDevRuntime from 'react/jsx-dev-runtime';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactDom from 'react-dom';
import * as reactRouter from 'react-router-dom';
import * as rxjs from 'rxjs';
import * as rxjsOperators from 'rxjs/operators';

/** Packages a plugin shares with its host: one copy of each, or contexts and instance checks fall apart. */
const SHARED: Readonly<Record<string, unknown>> = {
  '@emotion/css': emotionCss,
  '@emotion/react': emotionReact,
  '@grafana/data': grafanaData,
  '@grafana/runtime': grafanaRuntime,
  '@grafana/ui': grafanaUi,
  lodash,
  moment,
  react,
  'react-dom': reactDom,
  'react-router': reactRouter,
  'react-router-dom': reactRouter,
  'react/jsx-dev-runtime': jsxDevRuntime,
  'react/jsx-runtime': jsxRuntime,
  rxjs,
  'rxjs/operators': rxjsOperators,
};

export function findShared(name: string): unknown {
  if (!Object.hasOwn(SHARED, name)) {
    throw new Error(
      `It asks for the package "${name}", which Grafana shares but the preview does not: add it to preview/src/browser/plugins/sharedModules.ts.`
    );
  }
  return SHARED[name];
}
