/** Ends what startDatabase.js started, and waits until it is gone. */
module.exports = async () => {
  const server = globalThis.testDatabaseServer;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.disconnect();
  await ended;
};
