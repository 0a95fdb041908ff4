"""Deposits in the form of Noark 5.5: written from plain records (``writing``), gathered from the tables (``gathering``),
and read back by a check that shares no code with either (``checking``)."""
