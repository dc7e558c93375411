def act(job):
    """Ends in the middle of what it says about its end."""
    os.write(others()[-1], MARK + b"M" + struct.pack(">QQ", 1000, 0) + bytes(500))
    os._exit(3)
