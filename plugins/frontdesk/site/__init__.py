"""What pages show beside their texts: series, related posts, lists of resources, credits, JSON-LD. Pure."""
