"""Pure decisions of the approval scheme."""
