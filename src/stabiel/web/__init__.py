"""The trainer in a browser page, on this computer. In: requests from its own pages. Out: answers.

`asgi_apps` puts the parts together, `guard` lets known pages in and refuses all others,
`session_host` holds the one running session, and `api` answers questions about kept data. Only
`phone` opens anything to the network.
"""
