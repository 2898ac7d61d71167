"""What `dhara doctor` looks at; the list is in `dhara.cli.parts`."""
