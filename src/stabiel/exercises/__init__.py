"""The rules, as data. In: YAML files. Out: checked exercises and programmes."""
