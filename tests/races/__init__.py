"""Races: every transition of every state machine is tried by two at once, each on a database connection of its own.

``racing`` lets one act begin while another, just the same, is done and not yet committed; the ``test_*`` files lead
cases through their whole lives, racing each step; ``declared`` says which transitions are raced where, and why the few
others cannot be. A transition that nobody has thought of makes ``test_declared`` fail.
"""
