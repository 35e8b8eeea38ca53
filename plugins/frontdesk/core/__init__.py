"""What every room uses. Imports nothing of ours."""
