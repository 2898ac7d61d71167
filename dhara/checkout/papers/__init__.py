"""Invoices and credit notes: what a seller's accountant and a buyer's office need.

A studio that has entered who it is in law (PaperProfile) gives an invoice for each paid order, by itself or when the
buyer asks, a credit note for what went back, and a debit note where that money did not arrive after all. Numbers run
without gap per studio, kind and year (of the studio's own calendar): a number is taken in the transaction that writes
the paper. What a paper says is frozen when it is issued and never changes. For Bangladesh there is the layout of
Mushak 6.3.

Where a business adds its tax id after paying, a credit note takes the taxed lines back, and a corrected invoice takes
their place, without tax (reverse charge). Together they come to the tax that went back.
"""
