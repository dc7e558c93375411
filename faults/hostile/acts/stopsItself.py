def act(job):
    """Stands still."""
    job.note_process()
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(300)
