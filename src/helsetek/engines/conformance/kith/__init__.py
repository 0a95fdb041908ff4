"""Norwegian health messages in XML (KITH): schema, rules, Schematron and signature."""
