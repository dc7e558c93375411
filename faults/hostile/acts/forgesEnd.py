def act(job):
    """Its children say that the job has ended, in whole messages and torn ones."""
    for kind in (b"M", b"L", b"?"):
        pid = os.fork()
        if pid == 0:
            forged = json.dumps({"k": "result", "value": "forged"}).encode()
            for total in (len(forged), 10**9):
                try:
                    os.write(others()[0], MARK + kind + struct.pack(">QQ", total, 0) + forged)
                except OSError:
                    pass
            os._exit(0)
        os.waitpid(pid, 0)
