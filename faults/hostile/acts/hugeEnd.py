def act(job):
    """Says more about its end than anybody may."""
    channel().send_message(bytes(70000000))
    os._exit(0)
