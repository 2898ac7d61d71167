"""Evidence: what speaks for a seller when a payer's bank takes the money back.

Made from what is known, without anybody's help: who ordered what and agreed to which terms, what was handed over and
fetched when and from where, what was refunded, what the sellers say. A PDF for the bank's people, and texts for its
form.
"""
