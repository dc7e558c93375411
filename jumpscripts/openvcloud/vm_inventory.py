from JumpScale import j

descr = """
Lists the virtual machines of this node: QEMU processes with name, memory and CPUs, and their control groups.
"""

organization = "openvcloud"
name = "vm_inventory"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "info"

roles = ["cpunode"]
queue = "hypervisor"
period = "*/2 * * * *"
timeout = 30
startatboot = True
order = 4
enable = True
log = True

import os

PAGE = os.sysconf("SC_PAGE_SIZE")


def read_bytes(path):
    with open(path, "rb") as file:
        return file.read()


def option(words, name):
    """Value of a command line option, or None."""
    return words[words.index(name) + 1] if name in words[:-1] else None


def machine_name(words):
    """`-name guest=vm-42,debug-threads=on` and `-name vm-42` both mean vm-42."""
    first = (option(words, "-name") or "").split(",")[0]
    return first[len("guest=") :] if first.startswith("guest=") else first or None


def virtual_machines():
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = [word.decode("utf-8", "replace") for word in read_bytes("/proc/%s/cmdline" % pid).split(b"\0")]
            if not os.path.basename(words[0]).startswith(("qemu-system", "qemu-kvm", "kvm")):
                continue
            resident = int(read_bytes("/proc/%s/statm" % pid).split()[1]) * PAGE
            group = read_bytes("/proc/%s/cgroup" % pid).decode().strip().rpartition(":")[2]
        except OSError:
            continue  # ended meanwhile
        yield {"pid": int(pid), "name": machine_name(words), "memory": option(words, "-m"), "cpus": option(words, "-smp"), "residentBytes": resident, "group": group}


def machine_groups():
    base = "/sys/fs/cgroup/machine.slice"
    return sorted(name for name in os.listdir(base) if os.path.isdir(os.path.join(base, name))) if os.path.isdir(base) else []


def action():
    machines = sorted(virtual_machines(), key=lambda machine: machine["name"] or "")
    for machine in machines:
        j.logger.log("%(name)s: pid %(pid)d, %(memory)s memory, %(cpus)s CPUs" % machine, level=5, category="vm")
    groups = machine_groups()
    message = "%d virtual machines, %d machine control groups" % (len(machines), len(groups))
    j.logger.log(message, level=5, category="vm")
    return [{"category": "Virtual Machines", "state": "OK", "message": message, "uid": "vms", "count": len(machines), "machines": machines, "groups": groups}]


if __name__ == "__main__":
    print(action())
