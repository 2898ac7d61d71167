"""Conversations for people: the studio's inbox, the buyer's messages, a guest's page, and how one begins."""
