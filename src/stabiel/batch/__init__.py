"""Many videos. In: files, folders and patterns. Out: a folder of results each, and a summary.

`clips` says which videos there are, `task` does one of them and knows whether it was done before,
`workers` does them on this computer and `cluster` on others, `summary` says what came of it.
"""
