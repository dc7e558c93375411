def act(job):
    """Its children write anything to everything."""
    pids = []
    for number in range(3):
        pids.append(os.fork())
        if pids[-1] == 0:
            for _ in range(15):
                for descriptor in others() + [1, 2]:
                    try:
                        os.write(descriptor, os.urandom(1 + number * 7000))
                    except OSError:
                        pass
            os._exit(0)
    for pid in pids:
        os.waitpid(pid, 0)
