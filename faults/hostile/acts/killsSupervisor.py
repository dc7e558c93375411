def act(job):
    """Kills who is to end it, and whoever comes in that one's place is no parent of its daemon."""
    job.note_process()
    daemon(job, lambda: daemon(job, lambda: None))
    settle()
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(300)
