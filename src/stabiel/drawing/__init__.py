"""What is drawn: the skeleton, the overlay, text, and the place of the camera."""
