def act(job):
    """Stops who is to stop it."""
    job.note_process()
    daemon(job, lambda: None)
    settle()
    os.kill(os.getppid(), signal.SIGSTOP)
    time.sleep(300)
