"""Gateways: those who collect money for us, each in a folder of its own behind one protocol (`rules.Gateway`).

A gateway is a remote server with its own truth: it is asked (`query`), never believed by a notice or a browser.
Every call may fail or time out (`GatewayTrouble`), may be repeated (the payment's token and the refund's key make
repeats harmless), and is made outside any transaction. A new gateway is one folder and one line in `queries.GATEWAYS`.
"""
