"""Sound in and out of a call: the media socket, the mouth's playout, the ear's turns, the recording."""
