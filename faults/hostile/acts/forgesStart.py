def act(job, bystander, sockets):
    """Says on all it can reach that its process is somebody else's, to have that one killed, and then that it ended."""
    frames = [(b"S", {"pid": bystander, "at": 1.0}), (b"X", {"code": 0, "unkillable": [{"pid": bystander, "state": "D"}]})]
    said = [b"kill 1\n"]
    for kind, frame in frames:
        payload = json.dumps(frame).encode()
        said += [payload + b"\n", kind + struct.pack(">I", len(payload)) + payload]
    for descriptor in others() + [1, 2]:
        for data in said:
            os.write(descriptor, data)
    with open("/proc/net/unix") as listing:
        paths = {line.split()[-1] for line in listing if line.split()[-1].startswith(sockets)}
    for path in paths:
        try:
            with socket.socket(socket.AF_UNIX) as agent:
                agent.connect(path)
                agent.sendall(b"H" + struct.pack(">I", 48) + b"0" * 48 + b"".join(said))
        except OSError:
            pass
