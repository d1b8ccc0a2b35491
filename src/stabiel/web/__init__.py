"""The trainer in a browser page, on this computer. In: requests from pages it served. Out: answers.

`command` starts it, `app` puts it together, `guard` lets in whom it knows, `room` holds the one
session that runs, `api` answers about what is kept. Only `phone` opens anything to the network.
"""
