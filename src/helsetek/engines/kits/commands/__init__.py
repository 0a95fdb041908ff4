"""The command `helsetek conformance`."""
