"""What is drawn: the skeleton, the overlay, letters, and where the camera stands."""
