"""Match a job's args with the parameters of action(), before anything runs."""

import inspect
import json
import types


class ArgumentError(Exception):
    """The job's args do not fit action()."""


def _describe(signature):
    parameters = [str(parameter) for parameter in signature.parameters.values()]
    return ', '.join(parameters) if parameters else 'no arguments'


def _fits(action, args):
    """Sure at a glance that `args` are right: inspect.signature() costs a freshly forked process as much as the fork."""
    if type(action) is not types.FunctionType or hasattr(action, '__wrapped__'):
        return False
    code = action.__code__
    names = code.co_varnames[: code.co_argcount]
    required = names[: code.co_argcount - len(action.__defaults__ or ())]
    is_plain = code.co_posonlyargcount == code.co_kwonlyargcount == 0
    return is_plain and all(name in names for name in args) and all(name in args for name in required)


def bind_arguments(module, job):
    """Return the keyword arguments for action(), or raise ArgumentError naming what is unknown or missing."""
    # As text when it holds numbers that the Agent, in JavaScript, would round.
    args = json.loads(job['argsJson']) if 'argsJson' in job else job.get('args')
    args = {} if args is None else args
    if not isinstance(args, dict):
        raise ArgumentError('expected the args of a job to be a JSON object, got %s' % type(args).__name__)
    if _fits(module.action, args):
        return args
    signature = inspect.signature(module.action)
    takes_any = any(p.kind is p.VAR_KEYWORD for p in signature.parameters.values())
    unknown = [] if takes_any else sorted(set(args) - set(signature.parameters))
    missing = [
        p.name
        for p in signature.parameters.values()
        if p.default is p.empty and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY) and p.name not in args
    ]
    if unknown or missing:
        problems = ['unknown argument %s' % name for name in unknown] + ['missing argument %s' % name for name in missing]
        raise ArgumentError('action() of %s:%s takes %s; %s' % (job['organization'], job['name'], _describe(signature), ', '.join(problems)))
    return args
