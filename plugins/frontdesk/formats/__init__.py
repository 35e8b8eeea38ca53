"""What has a public specification: values in, bytes out, or bytes in and safe ones out."""
