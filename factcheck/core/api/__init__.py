"""What every API view of the product shares."""
