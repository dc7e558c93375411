def act(job):
    """Writes one line that is longer than any that is kept."""
    for _ in range(5):
        sys.stdout.write("x" * 10**6)
    sys.stdout.write("\n")
