"""Forms of appeals, requests and rulings."""
