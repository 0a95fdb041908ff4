"""Codes: value sets expanded from what is at hand, and code systems that are known by their form."""
