def act(job):
    """Closes what results go through, opens files in its place, and goes on to log."""
    os.closerange(3, 65536)
    files = [open("own-%d" % number, "w+") for number in range(20)]
    job.log(3)
    for file in files:
        file.seek(0)
        if file.read():
            os._exit(77)
