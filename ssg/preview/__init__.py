"""The preview: a server on this computer that shows the site as it will be, and every change as soon as it is saved."""
