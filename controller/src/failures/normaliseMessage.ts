import { firstCharacters } from '../text/firstCharacters';
import { inEnglish } from './linuxErrors';
import { pathWithoutVariables } from './variablePath';
import { withoutVariables } from './variableWord';

const MAX_READ = 2000;
const MAX_MESSAGE = 300;

/** Exceptions whose quoted names say what is wrong: the name of a key, an attribute, a module, a table. */
const NAMING_TYPES =
  /(?:Key|Attribute|Name|UnboundLocal|Import|ModuleNotFound|Type|Lookup|Argument|NoSuch\w*|Undefined\w*|Duplicate\w*|Violation|Unicode\w*)(?:Error)?$/;
/** System calls' errors: what they quote is a file or a program. */
const SYSTEM_TYPES =
  /(?:OSError|IOError|NotFoundError|PermissionError|FileExistsError|DirectoryError|ProcessLookupError)$/;
/** After these, what is quoted is a name whatever the exception is. */
const NAMING_WORDS =
  /\b(?:attribute|module|relation|column|table|constraint|function|method|class|type|argument|parameter|option|field|package|command|codec|encoding|schema|role|database|extension)\s*$/i;
const NAME = /^[A-Za-z_][\w.-]{0,39}$/;
/** Ids have long numbers; `sha256`, `eth0` and `ipv4` do not. */
const LONG_NUMBER = /\d{4}/;
/** What answers in JSON say of themselves. */
const SAYING_KEYS =
  /["'](?:code|description|detail|error|exception|fault|kind|message|msg|reason|status|title|type)["']: ?$/i;
const SENTENCE = /(?:\s\S+){3}|errno|error|exception|fail|refused|denied|timed? ?out|not found|unreachable|reset/i;

const QUOTED = String.raw`(?<![\p{L}\d])'[^\n]{0,500}?'(?![\p{L}\d])|"[^"\n]{0,500}"|${'`'}[^${'`'}\n]{0,500}${'`'}|“[^”\n]{0,500}”|«[^»\n]{0,500}»`;
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
const CLOCK = String.raw`\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?: ?[AaPp][Mm])?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?`;

/** First match wins; what is kept stands before what would mask it. */
const PARTS = {
  kept: [
    String.raw`\[(?:Errno|WinError) -?\d{1,5}\]`,
    String.raw`<Signals\.SIG\w+: \d+>`,
    String.raw`Response \[\d{3}\]`,
    String.raw`SQLSTATE[ \[=:(]*[0-9A-Z]{5}`,
    String.raw`^\(\d{1,5}(?=, ?['"])`,
    String.raw`\b[1-5]\d\d (?=Client Error|Server Error|Internal |Bad |Not |Service |Gateway |Unauthorized|Forbidden|Too Many|Moved|Conflict|Gone\b)`,
    String.raw`\b[Hh][Tt][Tt][Pp](?:\/\d(?:\.\d)?)?(?: [Ee]rror| [Ss]tatus)?(?: [Cc]ode)?[ :=]{0,2}[1-5]\d\d\b`,
    String.raw`\b(?:[Rr]esponse|[Rr]eplied|[Aa]nswered)(?: code| status| with)?[ :=(]{1,2}[1-5]\d\d(?![\p{L}\d%]|[.:\/-]\d| \p{L})`,
    String.raw`["'](?:code|status|errno|returncode|exit_?code|status_?code)["']: ?-?\d{1,5}\b`,
    String.raw`\b(?:[Ee]rrno|ERRNO|[Ww]in[Ee]rror)[ :=]{0,2}-?\d{1,5}\b`,
    String.raw`\b(?:[Ee]rror|ERROR|[Ss]tatus|[Cc]ode|[Ss]ignal|rc|ret|returncode|retcode|[Ee]xit(?:ed)?|[Rr]eturn(?:ed)?)(?: [Cc]ode| [Ss]tatus| with| value| non-zero){0,2}(?: is| of)?[ :=(#]{0,2}-?\d{1,3}(?![\dA-Za-z%]|[.:\/-]\d)`,
  ],
  email: [String.raw`[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+`],
  url: [String.raw`[A-Za-z][A-Za-z0-9+.-]{1,20}:\/\/[^\s,;'"<>)\]}]+`],
  // An id of its own shape: its parts look like anything.
  id: [
    String.raw`\b[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\b`,
    String.raw`\b0[xX][0-9A-Fa-f]+\b`,
    // Of a network card, or a fingerprint: before times, whose two digits they have.
    String.raw`\b(?:[0-9A-Fa-f]{2}[:-]){5,}[0-9A-Fa-f]{2}\b`,
  ],
  time: [
    String.raw`\b\d{4}[-/]\d\d?[-/]\d\d?(?:[T ,_]{1,2}${CLOCK})?`,
    String.raw`\b\d\d?[./]\d\d?[./]\d{4}(?:[ ,]{1,2}${CLOCK})?`,
    String.raw`\b(?:[A-Z][a-z]{2}, )?\d\d?[ /-]${MONTH}[ /-]\d{4}(?:[ :]${CLOCK})?`,
    String.raw`\b(?:[A-Z][a-z]{2} )?${MONTH} {1,2}\d\d?(?:, \d{4})?(?: ${CLOCK})?(?: \d{4})?\b`,
    String.raw`\b${CLOCK}`,
  ],
  address: [
    String.raw`\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5}|\/\d\d?)?\b`,
    String.raw`(?<![\w:])\[?(?=[0-9A-Fa-f:]*\d)(?:[0-9A-Fa-f]{1,4})?(?::{1,2}[0-9A-Fa-f]{1,4}){2,7}(?:::)?(?:%\w+)?(?:\]:\d{1,5}|\/\d{1,3})?(?![\w:])`,
    String.raw`(?<![\w:])::1\b`,
  ],
  assigned: [String.raw`(?<![=!<>])=(?!=) ?(?:${QUOTED}|[^\s,;)\]}'">]+)`],
  quoted: [QUOTED],
  path: [String.raw`(?<![\w<>])(?:~|\.{1,2})?\/[^\s,;:'"()\]}<>|]+`, String.raw`\b[A-Za-z]:\\[^\s,;:'"()\]}<>|]+`],
  host: [
    String.raw`\b(?:[A-Za-z0-9-]{1,63}\.){1,6}(?:com|net|org|io|eu|be|nl|de|fr|uk|us|dev|cloud|local|lan|internal|intra|corp|localdomain)\b(?::\d{1,5})?`,
    String.raw`\b[a-z][a-z-]{0,40}\d[a-z0-9-]{0,40}(?:\.[a-z0-9-]{1,63}){2,5}\b(?::\d{1,5})?`,
  ],
  duration: [
    String.raw`(?<![\w.])-?\d+(?:[.,]\d+)? ?(?:ns|us|µs|ms|msec|secs?|seconds?|s|mins?|minutes?|m|hours?|hrs?|h|days?|d)(?![\p{L}\d_-])`,
  ],
  size: [String.raw`(?<![\w.])\d+(?:[.,]\d+)? ?(?:[kKMGTP]i?[Bb]?|bytes?|B)(?![\p{L}\d_-])`],
  number: [String.raw`(?<![\p{L}\d_])[-+]?(?:\d+(?:[.,]\d+)+|\d+)(?:[eE][-+]?\d+)?(?![\p{L}\d_-])`],
  word: [String.raw`[\p{L}\d_](?:[\p{L}\d_-]*[\p{L}\d_])?`],
} as const;

type Part = keyof typeof PARTS;
const PART_NAMES = Object.keys(PARTS) as Part[];
const ANY_PART = new RegExp(PART_NAMES.map((name) => `(?<${name}>${PARTS[name].join('|')})`).join('|'), 'gu');

/**
 * What a message says whatever it says it of: what varies between failures of one kind is taken out, what tells kinds apart
 * stays (error numbers, statuses, exit codes, signals; names that KeyError and its like quote).
 *
 * `OSError`, `[Errno 28] No space left on device: '/mnt/vol-17/a3f9c21b.img'`
 * → `[Errno 28] No space left on device: '/mnt/<id>/<id>.img'`
 */
export function normaliseMessage(type: string, message: string): string {
  const english = inEnglish(programOnly(firstSentence(message)));
  const masked = withoutLengths(mask(type, english)).replace(/\s+/g, ' ');
  return firstCharacters(masked, MAX_MESSAGE).trim();
}

/** The first line says what; where it only announces, the next one does. */
function firstSentence(message: string): string {
  const lines = firstCharacters(message.trim(), MAX_READ).split(/[\r\n]+\s*/, 2);
  const [first = '', second] = lines;
  return second !== undefined && /:\s*$/.test(first) ? `${first} ${second}` : first;
}

/** `Command '['/usr/bin/virsh', 'start', 'vm-7']' returned …` → `Command 'virsh' returned …` */
function programOnly(message: string): string {
  return message.replace(
    /\b(Command )'(?:\[?'?)([^\s',]{1,200})[^\n]{0,1900}?'(?= (?:returned|died|timed out))/,
    (_, command: string, program: string) => `${command}'${withoutVariables(program.split('/').at(-1) ?? program)}'`
  );
}

function mask(type: string, message: string): string {
  return message.replace(ANY_PART, (...match) => {
    const groups = match.at(-1) as Partial<Record<Part, string>>;
    const offset = match.at(-3) as number;
    const part = PART_NAMES.find((name) => groups[name] !== undefined) ?? 'word';
    return replacement(type, part, groups[part] ?? '', message.slice(Math.max(0, offset - 40), offset));
  });
}

function replacement(type: string, part: Part, text: string, before: string): string {
  switch (part) {
    case 'kept':
      return text;
    case 'word':
      return withoutVariables(text);
    case 'number':
      return /^[-+]?\d{8,}$/.test(text) ? '<id>' : '<n>';
    case 'assigned':
      return '=<value>';
    case 'path':
      return pathWithoutVariables(text);
    case 'quoted':
      return quoted(type, text.slice(1, -1), before);
    default:
      return `<${part}>`;
  }
}

function quoted(type: string, text: string, before: string): string {
  if (/^(?:[~.]{0,2}\/|[A-Za-z]:\\)/.test(text)) {
    return `'${pathWithoutVariables(text)}'`;
  }
  if (SENTENCE.test(text) || SAYING_KEYS.test(before)) {
    return `'${mask(type, text)}'`;
  }
  return isName(type, text, before) ? `'${text}'` : '<text>';
}

function isName(type: string, text: string, before: string): boolean {
  if (!NAME.test(text) || LONG_NUMBER.test(text)) {
    return false;
  }
  if (SYSTEM_TYPES.test(type) || NAMING_WORDS.test(before)) {
    return withoutVariables(text) === text;
  }
  return NAMING_TYPES.test(type) && !text.includes('-') && (!/\d/.test(text) || withoutVariables(text) !== '<id>');
}

const VALUES_OF_DICT = /(?:(?:<[a-z]+>|'[\w.-]+'): ?(?:<[a-z]+>|None|True|False|null|true|false|\[…\])(?:, ?)?)+/g;

/** Lists of values have any length; of dicts, what says something stays. */
function withoutLengths(message: string): string {
  return message
    .replace(/\{[^{}]*\}/g, (dict) => dict.replace(VALUES_OF_DICT, '…'))
    .replace(/\[[^[\]]*<[a-z]+>(?:,[^[\]]*)?\]/g, '[…]')
    .replace(/(<[a-z]+>)(?:[,;]? ?\1)+/g, '$1');
}
