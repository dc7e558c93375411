from JumpScale import j

descr = """
Checks available memory, swap and memory pressure of this node.
"""

organization = "jumpscale"
name = "check_memory"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "monitor.healthcheck"

roles = []
queue = "process"
period = 20
timeout = 30
startatboot = True
order = 1
enable = True
log = True


def read_meminfo():
    """Sizes of /proc/meminfo in bytes."""
    sizes = {}
    with open("/proc/meminfo") as meminfo:
        for line in meminfo:
            key, value = line.split(":", 1)
            sizes[key] = int(value.split()[0]) * 1024
    return sizes


def pressure():
    """Percent of the last 60 s in which some task waited for memory; None where the kernel does not tell."""
    try:
        with open("/proc/pressure/memory") as lines:
            fields = dict(field.split("=") for field in lines.readline().split()[1:])
        return float(fields["avg60"])
    except (OSError, KeyError, ValueError):
        return None


def action(warning=85, error=95):
    sizes = read_meminfo()
    total, available = sizes["MemTotal"], sizes["MemAvailable"]
    used_percent = round(100.0 * (total - available) / total, 1)
    state = "ERROR" if used_percent >= error else "WARNING" if used_percent >= warning else "OK"
    message = "%.1f %% of %.1f GiB used, %.1f GiB available" % (used_percent, total / 2.0**30, available / 2.0**30)
    j.logger.log(message, level=5 if state == "OK" else 3, category="memory")
    results = [
        {
            "category": "Memory",
            "state": state,
            "message": message,
            "uid": "memory",
            "totalBytes": total,
            "availableBytes": available,
            "usedPercent": used_percent,
            "pressure60": pressure(),
        }
    ]
    swap_total = sizes.get("SwapTotal", 0)
    if swap_total:
        swap_percent = round(100.0 * (swap_total - sizes["SwapFree"]) / swap_total, 1)
        results.append(
            {
                "category": "Memory",
                "state": "WARNING" if swap_percent >= 50 else "OK",
                "message": "%.1f %% of swap used" % swap_percent,
                "uid": "swap",
                "totalBytes": swap_total,
                "usedPercent": swap_percent,
            }
        )
    return results


if __name__ == "__main__":
    print(action())
