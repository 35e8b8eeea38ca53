"""Addresses of pictures in, their files out: from an export or from the network."""
