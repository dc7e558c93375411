from JumpScale import j

descr = """
Returns its message: shows that an agent takes jobs.
"""

organization = "jumpscale"
name = "echo"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "test"

roles = []
queue = "default"
period = 20
timeout = 10
startatboot = True
order = 1
enable = True
log = True


def action(message="hello", repeat=1):
    j.logger.log("echo: %s" % message, level=5, category="echo")
    print(message)
    return {"message": " ".join([str(message)] * int(repeat)), "from": j.application.getWhoAmIStr()}


if __name__ == "__main__":
    print(action())
