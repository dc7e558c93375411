from JumpScale import j

descr = """
Hangs on purpose until its time limit ends it: for trying timeouts and stack dumps.
"""

organization = "jumpscale"
name = "hang"
author = "ops@openvcloud.example"
license = "apache-2.0"
version = "1.0"
category = "test"

roles = ["cpunode"]
queue = "default"
period = 40
timeout = 8
startatboot = True
order = 3
enable = True
log = True

import threading
import time


def wait_for_lock(lock):
    j.logger.log("waiting for a lock that nobody releases", level=4, category="lock")
    with lock:
        return "never reached"


def heartbeat():
    while True:
        time.sleep(1)


def action():
    threading.Thread(target=heartbeat, name="heartbeat", daemon=True).start()
    lock = threading.Lock()
    lock.acquire()
    return wait_for_lock(lock)


if __name__ == "__main__":
    print(action())
