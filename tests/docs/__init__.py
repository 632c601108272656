"""The documentation: complete, linked, and true."""
