"""What only a look at texts tells: the check."""
