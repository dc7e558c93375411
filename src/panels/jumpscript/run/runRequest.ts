import { type Jumpscript } from '../toJumpscript';

type Parameter = Jumpscript['args'][number];

/** What was typed into the form. */
export interface RunChoice {
  /** By parameter; '' is left out, so that action()'s own default counts. */
  args: Readonly<Record<string, string>>;
  /** A node by its id, or a role's first free node, or all of the role's. */
  target: { kind: 'node'; nid: number | undefined } | { kind: 'first' | 'all'; role: string };
  queue: string;
  timeoutSeconds: string;
  tags: string;
}

/**
 * A typed argument as JSON: what reads as JSON is that, anything else is text. Where the default is a Python string, it is
 * text in any case: a disk called "1" is no number.
 */
export function argumentJson(typed: string, parameter: Parameter): string {
  const isText = /^[rRbBuU]{0,2}["']/.test(parameter.default?.trim() ?? '');
  return !isText && isJson(typed) ? typed.trim() : JSON.stringify(typed);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What is missing or wrong, in words; empty when the form can be sent. */
export function runFaults(parameters: readonly Parameter[], { args, target, timeoutSeconds }: RunChoice): string[] {
  const missing = parameters.filter(({ name, default: given }) => given === null && (args[name] ?? '') === '');
  const seconds = Number(timeoutSeconds);
  return [
    ...missing.map(({ name }) => `${name} has no default: it must be given.`),
    ...(target.kind === 'node' && target.nid === undefined ? ['Choose a node.'] : []),
    ...(timeoutSeconds !== '' && !(seconds >= 1 && seconds <= 86_400) ? ['The timeout is 1 to 86,400 seconds.'] : []),
  ];
}

/** The controller's request, as JSON: arguments are written as they were typed, so that numbers keep every digit. */
export function runRequest({ organization, name, args: parameters }: Jumpscript, choice: RunChoice): string {
  const given = parameters.filter((parameter) => (choice.args[parameter.name] ?? '') !== '');
  const args = given.map(
    (parameter) => `${JSON.stringify(parameter.name)}:${argumentJson(choice.args[parameter.name] ?? '', parameter)}`
  );
  const { target } = choice;
  const tags = choice.tags.split(',').flatMap((tag) => (tag.trim() === '' ? [] : [tag.trim()]));
  const rest = {
    organization,
    name,
    ...(target.kind === 'node' ? { nid: target.nid } : { role: target.role }),
    ...(target.kind === 'all' ? { all: true } : {}),
    ...(choice.queue === '' ? {} : { queue: choice.queue }),
    ...(choice.timeoutSeconds === '' ? {} : { timeoutSeconds: Number(choice.timeoutSeconds) }),
    ...(tags.length === 0 ? {} : { tags }),
  };
  return `${JSON.stringify(rest).slice(0, -1)},"args":{${args.join(',')}}}`;
}
