"""Programs that measure accuracy and speed. In: the samples. Out: tables, figures and JSON."""
