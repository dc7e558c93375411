def act(job):
    """Takes more memory than it may, in processes that each take less."""
    for _ in range(5):
        if os.fork() == 0:
            job.note_process()
            held = b"x" * (90 * 2**20)
            time.sleep(300)
            os._exit(len(held) & 1)
    time.sleep(300)
