"""What decides in a grant case. Pure: no Django here."""
