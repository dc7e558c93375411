def act(job):
    """Leaves daemons that left its session and hear no SIGTERM."""
    for _ in range(3):
        daemon(job, lambda: None)
