def act(job):
    """Writes more into its working folder than it may."""
    for number in range(4):
        with open(str(number), "wb") as file:
            file.write(bytes(9 * 2**20))
            os.fsync(file.fileno())
    time.sleep(300)
