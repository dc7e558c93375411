const { fork } = require('node:child_process');
const { join } = require('node:path');

/** Starts the run's PostgreSQL as a process of its own and names it in TEST_DATABASE_URL. */
module.exports = async () => {
  const root = join(__dirname, '..', '..');
  const server = fork(join(root, 'controller/src/testing/databaseServer.ts'), {
    cwd: root,
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  globalThis.testDatabaseServer = server;
  process.env.TEST_DATABASE_URL = await new Promise((resolve, reject) => {
    server.once('message', ({ url }) => resolve(url));
    server.once('exit', (code) =>
      reject(new Error(`Expected the test PostgreSQL to start, it ended with code ${code}; its message is above.`))
    );
  });
};
