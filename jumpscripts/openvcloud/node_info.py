from JumpScale import j

descr = """
Describes this node: processor, virtualisation, memory, kernel and distribution.
"""

organization = "openvcloud"
name = "node_info"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "info"

roles = ["cpunode"]
queue = "hypervisor"
period = 120
timeout = 30
startatboot = True
order = 2
enable = True
log = True

import os
import platform


def read_text(path, default=""):
    try:
        with open(path) as file:
            return file.read().strip()
    except OSError:
        return default


def cpu():
    fields = {}
    for line in read_text("/proc/cpuinfo").splitlines():
        key, _, value = line.partition(":")
        fields.setdefault(key.strip(), value.strip())
    return {"model": fields.get("model name") or fields.get("Hardware") or platform.machine(), "flags": set(fields.get("flags", fields.get("Features", "")).split())}


def distribution():
    fields = dict(line.split("=", 1) for line in read_text("/etc/os-release").splitlines() if "=" in line)
    return fields.get("PRETTY_NAME", "unknown").strip('"')


def action():
    processor = cpu()
    flags = processor["flags"]
    extension = "vmx" if "vmx" in flags else "svm" if "svm" in flags else None
    can_kvm = os.access("/dev/kvm", os.R_OK | os.W_OK)
    is_virtual = "hypervisor" in flags
    product = read_text("/sys/class/dmi/id/product_name") or None
    uptime = float(read_text("/proc/uptime", "0").split()[0])
    message = "%d × %s, %s, KVM %s" % (os.cpu_count() or 1, processor["model"], "virtual machine" if is_virtual else "bare metal", "usable" if can_kvm else "not usable")
    j.logger.log(message, level=5, category="node")
    for name in sorted(flags & {"vmx", "svm", "ept", "npt", "aes", "avx2", "avx512f", "hypervisor"}):
        j.logger.log("cpu flag %s" % name, level=7, category="node")
    return [
        {
            "category": "Hypervisor",
            "state": "OK" if can_kvm else "WARNING",
            "message": message,
            "uid": "node",
            "cpus": os.cpu_count(),
            "cpuModel": processor["model"],
            "virtualisation": extension,
            "isVirtualMachine": is_virtual,
            "product": product,
            "canKvm": can_kvm,
            "kernel": platform.release(),
            "distribution": distribution(),
            "memoryBytes": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
            "uptimeSeconds": uptime,
        }
    ]


if __name__ == "__main__":
    print(action())
