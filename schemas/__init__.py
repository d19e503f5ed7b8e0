"""What a campaign is and what a valid entry is: definition, rules, findings, messages, text."""
