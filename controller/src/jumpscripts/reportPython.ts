import type { Logger } from 'pino';
import { pythonVersion } from './checkSyntax';

/** At the start: by what JumpScripts are judged. Without Python some that agents will refuse are listed as fine. */
export async function reportPython(log: Logger): Promise<void> {
  const version = await pythonVersion();
  if (version === undefined) {
    log.warn(
      "expected python3 in PATH, found none: JumpScripts are judged by a grammar that takes more than Python does, so some that agents refuse are listed as fine; install python3, of the version of the agents' or later, and start the controller again"
    );
  } else {
    log.info({ python: version }, 'JumpScripts are judged by Python');
  }
}
