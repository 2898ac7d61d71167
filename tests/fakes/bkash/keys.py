"""Who is known here: the merchant's keys, payers' wallets, and the code and PIN of all of them."""

TOPIC = "arn:aws:sns:ap-southeast-1:210987654321:bkash-payments"
SHORT_CODE = "01811112222"
TEST_KEYS = {
    "app_key": "fake-app-key-4f6o0cjiki2r",
    "app_secret": "fake-app-secret-2is7hdktrekvrbljjh44",
    "username": "fakeMerchant02",
    "password": "fakeMerchant02@12345",
    "topic_arn": TOPIC,
    "short_code": SHORT_CODE,
}
# As bKash's own sandbox has them.
RICH, POOR, BLOCKED = "01770618575", "01823074817", "01823074818"
OTP, PIN = "123456", "12121"
# A wallet that can not receive payouts.
NO_WALLET = "01500000000"
