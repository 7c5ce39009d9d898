"""Turning the bytes of a file into cells, in a child process with limits."""
