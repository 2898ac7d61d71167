"""The merchant's keys that the fake knows."""

SECRET_KEY = "sk_test_51FakeDharaOnThisMachine"
WEBHOOK_SECRET = "whsec_FakeDharaOnThisMachine"
TEST_KEYS = {"secret_key": SECRET_KEY, "webhook_secret": WEBHOOK_SECRET, "connect": "yes"}
