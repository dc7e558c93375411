def act(job):
    """Opens more files than it may."""
    held = []
    while True:
        held.append(open("/dev/null"))
