"""The screen: pages draw, and everything they draw can be made without them."""
