def act(job):
    """Becomes another program."""
    os.execvp("sh", ["sh", "-c", "exit 4"])
