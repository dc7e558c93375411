from JumpScale import j

descr = """
Takes about twenty seconds and says how far it is: for trying running jobs and live logs.
"""

organization = "jumpscale"
name = "slow"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "test"

roles = []
queue = "io"
period = 45
timeout = 120
startatboot = True
order = 3
enable = True
log = True

import time


def action(seconds=20, steps=20):
    began = time.monotonic()
    for step in range(1, int(steps) + 1):
        time.sleep(float(seconds) / int(steps))
        j.logger.log("step %d of %d, %d %% done" % (step, steps, 100 * step / steps), level=5, category="progress")
    return {"steps": steps, "seconds": round(time.monotonic() - began, 2)}


if __name__ == "__main__":
    print(action())
