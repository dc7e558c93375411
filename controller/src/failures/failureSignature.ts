import { firstCharacters } from '../text/firstCharacters';
import { storable } from '../text/storable';
import { failingLine } from './failingLine';
import { normaliseMessage } from './normaliseMessage';
import { pathWithoutVariables } from './variablePath';

/** Grows with any change of what is equal: signatures of former versions are made anew (resign.ts). */
export const SIGNATURE_VERSION = 2;

/** What is known of a failure. */
export interface Failure {
  type: string;
  message: string;
  /** A path below jumpscripts/ when the place is in the script, as the agent tells it; else an absolute one. */
  file: string | null;
  line: number | null;
  function: string | null;
  backtrace: string | null;
  /** The script's source as executed. */
  code: string | null;
}

/** What of a failure tells its kind from others. '' where there is none. */
interface SignatureParts {
  type: string;
  message: string;
  script: string;
  function: string;
  sourceLine: string;
}

/** Ends that the agent or the controller decides, by what is the same in all of them: who, when and where are not. */
const OURS: Readonly<Record<string, string>> = {
  AgentLost: 'the agent was lost',
  AgentStopped: 'the agent was stopped',
  Cancelled: 'cancelled',
  Disowned: 'no longer this job of this agent',
  Timeout: 'not finished in time',
};
/** None of the script's doing: the same whatever it ran. */
const WITHOUT_PLACE = new Set(['AgentLost', 'AgentStopped', 'Cancelled', 'Disowned', 'NoWork']);
const FRAME = /^ {2}File "([^"\n]{1,4000})", line \d+, in ([^\n]{1,1000})$/gm;

function signatureParts(failure: Failure): SignatureParts {
  const { type } = failure;
  const isInScript = failure.file !== null && failure.file !== '' && !/^(?:\/|[A-Za-z]:\\|<)/.test(failure.file);
  const message = OURS[type] ?? messageOf(failure);
  return WITHOUT_PLACE.has(type)
    ? { type, message, script: '', function: '', sourceLine: '' }
    : {
        type,
        message,
        script: isInScript ? (failure.file ?? '') : libraryFile(failure.file ?? ''),
        function: failure.function ?? '',
        sourceLine: (isInScript && failingLine(failure.code, failure.line)) || '',
      };
}

/**
 * The kind of a failure in one line that says where one kind differs from another: equal for failures of one kind, however
 * their ids, numbers, paths and addresses differ, and wherever in the source the failing line stands.
 *
 * `OSError: [Errno 28] No space left on device | acme/disk.py | action() | > copy(source, target)`
 */
function signatureText({ type, message, script, function: name, sourceLine }: SignatureParts): string {
  const said = [type, message].filter((part) => part !== '').join(': ');
  const place = [script, name === '' || name.startsWith('<') ? name : `${name}()`].filter((part) => part !== '');
  const parts = [said, ...place].map((part) => part.replaceAll('|', '¦'));
  // Last, and marked: a line may hold or be anything.
  return (sourceLine === '' ? parts : [...parts, `> ${sourceLine}`]).join(' | ');
}

/** As its column can hold it, whatever was cut out of the message. */
export function failureSignature(failure: Failure): string {
  return storable(signatureText(signatureParts(failure)));
}

/** Without a message, where in a library it was raised says what it is. */
function messageOf({ type, message, file, backtrace }: Failure): string {
  const exit = /^the JumpScript called (sys\.exit\(-?\d{1,10}\))/.exec(message);
  if (exit !== null) {
    return exit[1] ?? '';
  }
  const said = message.trim() === type ? '' : normaliseMessage(type, message);
  return said === '' ? libraryFrame(backtrace, file) : said;
}

function libraryFrame(backtrace: string | null, scriptFile: string | null): string {
  const last = [...(backtrace ?? '').matchAll(FRAME)].at(-1);
  const [, file = '', name = ''] = last ?? [];
  return file === '' || file === scriptFile ? '' : `at ${libraryFile(file)} ${name}`;
}

/** The same on all nodes, wherever Python is there. */
function libraryFile(file: string): string {
  const installed = /(?:site-packages|dist-packages|\/python[\d.]+)\/(?!site-packages|dist-packages)(.+)$/.exec(file);
  return firstCharacters(installed?.[1] ?? pathWithoutVariables(file), 300);
}
