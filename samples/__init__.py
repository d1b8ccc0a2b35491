"""Sample videos of the fourteen exercises, and the studio that renders them."""
