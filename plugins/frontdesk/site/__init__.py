"""What the pages show beside the texts: order, neighbours, lists, credits. Pure."""
