"""What riskmemo costs beside what one would use instead. `python -m bench` prints it all."""
