// Tests wait for conditions; this only ends one that waits in vain. Jest's own 5 s failed sound tests on a busy machine.
jest.setTimeout(60_000);
