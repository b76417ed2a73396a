"""What a bank sees."""
