"""Forms of the workplace. They read what was typed; what may be is decided by the actions."""
