"""The close button of a window, without a hand to press it. For tests."""

# Asks a window to close, as its close button does, through X itself. argv is the title.
CLOSE = """
import ctypes, sys
x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.restype = x.XInternAtom.restype = ctypes.c_ulong
for name in ("XDefaultRootWindow", "XSync", "XQueryTree", "XFetchName", "XSendEvent"):
    getattr(x, name).argtypes = None
display = ctypes.c_void_p(x.XOpenDisplay(None))

class Message(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("kind", ctypes.c_ulong),
                ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("rest", ctypes.c_long * 16)]

def windows(parent):
    root, above, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    below = ctypes.POINTER(ctypes.c_ulong)()
    x.XQueryTree(display, ctypes.c_ulong(parent), *map(ctypes.byref, (root, above, below, count)))
    for index in range(count.value):
        yield below[index]
        yield from windows(below[index])

for window in windows(x.XDefaultRootWindow(display)):
    name = ctypes.c_char_p()
    x.XFetchName(display, ctypes.c_ulong(window), ctypes.byref(name))
    if name.value == sys.argv[1].encode():
        protocols, delete = (
            x.XInternAtom(display, atom, 0) for atom in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
        )
        message = Message(33, 0, 1, display, window, protocols, 32, (delete, 0, 0, 0, 0))
        x.XSendEvent(display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
        # Not only flushed: a server may drop what a program sent just before it ended.
        x.XSync(display, 0)
        print("asked")
        break
"""
