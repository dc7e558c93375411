def act(job):
    """Makes of its working folder what it can: nothing, a link to others' files, a folder that nobody may enter."""
    here = os.getcwd()
    os.makedirs("a/b")
    os.chmod("a", 0)
    os.chmod(here, 0o700)
    os.chmod("a", 0o700)
    shutil.rmtree(here, ignore_errors=True)
    try:
        os.symlink("/etc", here)
    except OSError:
        os.chmod(here, 0)
