"""What an officer who advises families sees."""
