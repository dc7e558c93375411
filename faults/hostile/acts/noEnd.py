def act(job):
    """Says of its end what is no end."""
    channel().send_message(b"{}")
    os._exit(0)
