from JumpScale import j

descr = """
Fails on purpose, some calls deep: for trying alerts, backtraces and failure lists.
"""

organization = "jumpscale"
name = "error"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "test"

roles = []
queue = "default"
period = 30
timeout = 10
startatboot = True
order = 2
enable = True
log = True


class ResourceNotFound(Exception):
    pass


def open_vdisk(catalogue, vdisk):
    j.logger.log("looking for vdisk %s" % vdisk, level=6, category="storage")
    if vdisk not in catalogue:
        raise ResourceNotFound("vdisk %s is not in the catalogue of %d vdisks" % (vdisk, len(catalogue)))
    return catalogue[vdisk]


def attach(machine, vdisk):
    j.logger.log("attaching %s to %s" % (vdisk, machine), level=5, category="storage")
    return open_vdisk({"vdisk-1": 10, "vdisk-2": 20}, vdisk)


def action(machine="vm-7", vdisk="vdisk-3"):
    print("preparing machine %s" % machine)
    return attach(machine, vdisk)


if __name__ == "__main__":
    print(action())
