def act(job):
    """Has its standard output not wait, as Node.js and ssh do, and writes more than it holds."""
    os.set_blocking(1, False)
    job.log(60)
