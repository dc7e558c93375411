def act(job):
    """Takes more memory than the kernel gives it."""
    bytearray(10**9)
