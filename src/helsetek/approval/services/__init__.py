"""Acts of the approval scheme, by noun."""
