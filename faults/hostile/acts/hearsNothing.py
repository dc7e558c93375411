def act(job):
    """Goes on for ever, and hears no signal that can be ignored; so do its children."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    os.fork()
    job.note_process()
    while True:
        time.sleep(300)
