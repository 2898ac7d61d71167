"""The sandbox gateway: plays a payment company, so that a whole sale can be tried without real money.

It keeps a truth of its own (`SandboxCharge`), shows the payer a page with choices, answers questions, gives money
back, and sends signed notices (Standard Webhooks) to the same door as a real gateway. Only offered in a sandbox.
States of a charge: waiting → paid | declined | cancelled.
"""
