"""Pages for the desk, the specialist, the leader, the control officer, the administrator."""
