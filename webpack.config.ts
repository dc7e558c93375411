import path from 'path';
import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration } from 'webpack';
import { merge } from 'webpack-merge';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';

/**
 * What the scaffold's configuration leaves out for an app with nested plugins: it copies only the root plugin's
 * logos, and it does not transpile the contract's TypeScript, which lies outside src/.
 */
const config = async (env: Env): Promise<Configuration> => {
  const base = await grafanaConfig(env);
  return merge(base, {
    plugins: [new CopyWebpackPlugin({ patterns: [{ from: '**/img/**/*', to: '.', noErrorOnMissing: true }] })],
    resolve: { alias: { '@openvcloud/contract': path.resolve(process.cwd(), 'contract') } },
    performance: { hints: false },
  });
};

export default config;
