"""A play: many people do lawful and unlawful acts at random over months, and what must always hold is looked at.

``world`` is the stage (time, people, dice), ``acts_*`` what can be done, ``invariants`` what must hold after each act.
``test_random_acts`` plays a short piece with Hypothesis; ``benchmarks/play.py`` a long one.
"""
