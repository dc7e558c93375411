from JumpScale import j

descr = """
Does nothing: what is measured is everything around it.
"""

organization = "bench"
name = "noop"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "test"

roles = ["bench"]
queue = "default"
timeout = 600
enable = True
log = True


def action():
    return 1
