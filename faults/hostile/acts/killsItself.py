def act(job):
    """Kills its own group."""
    job.note_process()
    os.killpg(0, signal.SIGKILL)
