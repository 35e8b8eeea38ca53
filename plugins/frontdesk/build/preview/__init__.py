"""The preview server, the status of the last build, and the watcher of files."""
