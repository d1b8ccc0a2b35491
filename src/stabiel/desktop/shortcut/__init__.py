"""An icon that starts the app. In: a system. Out: files in the places where it looks for them.

`contents` makes the files as text or bytes, `icon` draws the icon, `places` knows where they go,
and `install` writes and removes them.
"""

from stabiel.desktop.shortcut.install import Shortcut, here

__all__ = ["Shortcut", "here"]
