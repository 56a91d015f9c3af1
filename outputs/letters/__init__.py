"""What the office writes besides the report: reminders, a submission of nominees, a notice of missing dossier parts."""
