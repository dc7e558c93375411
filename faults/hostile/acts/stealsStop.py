def act(job):
    """Takes whatever comes on any descriptor, so that no order to stop arrives; so does its daemon."""
    def steal():
        while True:
            for descriptor in others():
                try:
                    os.set_blocking(descriptor, False)
                    os.read(descriptor, 65536)
                except OSError:
                    pass
            time.sleep(0.05)
    daemon(job, steal)
    steal()
