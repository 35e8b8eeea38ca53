"""What pages and feeds will show: filters, duplicates, clusters, digests. Pure."""
