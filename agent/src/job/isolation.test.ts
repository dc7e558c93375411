import { controllerWithAgent } from '../testing/controllerWithAgent';
import { until } from '../testing/until';

/** What a JumpScript finds about itself and the two processes it descends from: supervisor and zygote. */
const LOOK_AROUND = `
import os

def of(pid):
    with open("/proc/%d/environ" % pid) as file:
        environ = file.read()
    with open("/proc/%d/cmdline" % pid) as file:
        cmdline = file.read()
    with open("/proc/%d/stat" % pid) as file:
        parent = int(file.read().rsplit(")", 1)[1].split()[1])
    return {"environ": environ, "cmdline": cmdline}, parent

def links(pid):
    found = []
    for name in os.listdir("/proc/%d/fd" % pid):
        try:
            found.append(os.readlink("/proc/%d/fd/%s" % (pid, name)))
        except FileNotFoundError:
            pass  # the listing's own
    return found

# Connections over the network, by what a link to them says.
def network():
    with open("/proc/net/tcp") as file:
        return ["socket:[%s]" % line.split()[9] for line in file.readlines()[1:]]

def action():
    processes, pid = [], os.getpid()
    for _ in range(3):
        process, parent = of(pid)
        processes.append(dict(process, files=links(pid)))
        pid = parent
    return {"processes": processes, "network": network()}
`;

interface Process {
  environ: string;
  cmdline: string;
  files: string[];
}

describe('a JumpScript and the processes it descends from', () => {
  beforeAll(() => {
    process.env['SECRET_OF_THE_AGENT'] = 'not for scripts';
  });
  const controller = controllerWithAgent();
  let processes: Process[];
  let network: string[];
  beforeAll(async () => {
    const guid = controller.add(LOOK_AROUND);
    await until('the job ends', () => controller.job(guid).results.length > 0);
    expect(controller.result(guid)).toMatchObject({ state: 'OK' });
    // As LOOK_AROUND returns it.
    ({ processes, network } = controller.result(guid)?.result as unknown as {
      processes: Process[];
      network: string[];
    });
  });

  it('are the script, its supervisor and the zygote', () => {
    expect(processes.map(({ cmdline }) => cmdline.includes('zygote.py'))).toEqual([true, true, true]);
  });

  it('have neither the agent’s token nor its environment', () => {
    for (const { environ, cmdline } of processes) {
      expect(environ).toContain('PATH=');
      expect(environ + cmdline).not.toContain(controller.token);
      expect(environ).not.toContain('not for scripts');
    }
  });

  it('have none of the agent’s files or connections open', () => {
    const files = processes.flatMap(({ files }) => files);
    processes.forEach((one) => expect(one.files).not.toEqual([]));
    expect(network).not.toEqual([]);
    expect(files.filter((file) => network.includes(file))).toEqual([]);
    const own = /^(socket|pipe|anon_inode):|^\/dev\/(null|urandom)$|\/jobs-agent-|\/memfd:/;
    expect(files.filter((file) => !own.test(file))).toEqual([]);
  });
});
