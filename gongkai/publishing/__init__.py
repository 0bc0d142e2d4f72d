"""Publishing: a built site brought to where citizens read it, checked once more on the way."""
