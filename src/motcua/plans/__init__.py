"""Plans (kế hoạch): reading their documents, tasks, targets, evidence."""
