def act(job):
    """Its children come back from action(), each in another way."""
    for end in (lambda: None, lambda: sys.exit(3), lambda: sys.exit(), lambda: 1 / 0, lambda: os._exit(0)):
        pid = os.fork()
        if pid == 0:
            return end()
        os.waitpid(pid, 0)
