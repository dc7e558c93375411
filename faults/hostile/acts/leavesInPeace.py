def act(job):
    """Says that it has done its work, and no more."""
    sys.exit(0)
