"""What has changed: mixed states between two assessments, and how a difference is divided."""
