"""Many videos. In: files, folders and patterns. Out: a folder of results each, and a summary.

`clips` lists the videos, `task` describes one of them and knows whether an earlier run did it,
`perform` analyzes it, `workers` runs tasks on this computer and `cluster` on others, and `summary`
reports the outcomes.
"""
