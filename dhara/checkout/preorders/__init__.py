"""Pre-orders: lines that were paid before their offer came out.

waits → out (it came out and was handed over) or off (the money went back instead). Until it comes out every buyer may
have the money back at once, without asking anybody. The studio's part clears counted from the release.
"""
