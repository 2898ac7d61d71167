"""Notices: what a person should know, shown in the app and, where they wish it, sent by mail.

Preferences are per account and topic; letters that belong to a contract (receipt, security) are always sent.
"""
