def act(job):
    """Ends behind Python's back."""
    os._exit(0)
