"""The network side: feeds.yaml and the store in, a newer store out. A build never imports this.

run.py and fetch_and_store.py join the rooms of a refresh, discover.py those of a look before listing; every
other works alone.
Nothing is imported here: a process that reads documents has no use for the network's libraries.
"""
