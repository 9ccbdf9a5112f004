"""What people said, in the dashboard: what nobody understood, and where people leave."""
