def act(job):
    """Takes more CPU time than it may."""
    while True:
        pass
