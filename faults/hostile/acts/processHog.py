def act(job):
    """Makes more processes than it may, each in a session of its own."""
    for _ in range(80):
        if os.fork() == 0:
            os.setsid()
            time.sleep(300)
            os._exit(0)
    time.sleep(300)
