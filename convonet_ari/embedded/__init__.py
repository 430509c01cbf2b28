"""What the demonstration and the tests start: telephones, voices, and the servers around the product."""
