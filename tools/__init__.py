"""What builds and tests the project on any machine; no part of the generator itself."""
