"""What goes wrong with a picture, apart from what decodes them: that takes a while to import."""


class PictureError(Exception):
    """A picture cannot be decoded. The text says what is wrong with it."""
