def act(job):
    """Writes more into a file than it may."""
    with open("huge", "wb") as file:
        file.truncate(10**12)
