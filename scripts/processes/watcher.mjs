// Started by endWithUs.ts, which says on stdin which processes live: "+123", "-123". When stdin ends it ends those.
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** A controller stops its PostgreSQL meanwhile, an agent hands its jobs back. */
const GRACE_MS = 20_000;
const living = new Set();

for await (const line of createInterface({ input: process.stdin })) {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) {
    living.add(pid);
  } else {
    living.delete(pid);
  }
}

const remaining = () => [...living].filter((pid) => signal(pid, 0));
remaining().forEach((pid) => {
  signal(pid, 'SIGTERM');
  signal(pid, 'SIGCONT'); // one that was stopped could not end
});
const deadline = Date.now() + GRACE_MS;
while (remaining().length > 0 && Date.now() < deadline) {
  await delay(50);
}
// Also of groups whose leader has ended: what it started may still run.
living.forEach((pid) => signal(pid, 'SIGKILL'));

/** To the process group it leads, else to the process. False: nobody is there. */
function signal(pid, name) {
  return [-pid, pid].some((target) => {
    try {
      return process.kill(target, name);
    } catch {
      return false;
    }
  });
}
