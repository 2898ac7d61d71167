"""Settings of django-allauth (part of the settings): sign-in, second factors, sessions and their limits."""

from __future__ import annotations

from dhara.config import env

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "dhara.people.accounts.rules.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "dhara.people.accounts.rules.NotPersonal"},
    {"NAME": "dhara.people.accounts.rules.NotCommon"},
    {"NAME": "dhara.people.accounts.rules.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account-home"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 30 * 24 * 3600

ACCOUNT_ADAPTER = "dhara.web.account.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "dhara.web.account.forms.entrance.SignIn",
    "signup": "dhara.web.account.forms.entrance.SignUp",
    "add_email": "dhara.web.account.forms.addresses.AddAddress",
    "change_password": "dhara.web.account.forms.passwords.ChangePassword",
    "set_password": "dhara.web.account.forms.passwords.SetPassword",
    "reset_password": "dhara.web.account.forms.passwords.AskForReset",
    "reset_password_from_key": "dhara.web.account.forms.passwords.NewPassword",
    "confirm_password_reset_code": "dhara.web.account.forms.codes.ResetCode",
    "confirm_email_verification_code": "dhara.web.account.forms.codes.AddressCode",
    "reauthenticate": "dhara.web.account.forms.entrance.Reauthenticate",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
# Codes, not links: a phone's mail app opens links in a browser of its own, where nobody is signing in.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 5
# No change of the address while it is being confirmed: allauth offers that only to new accounts, which tells.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
# Digits are on every keyboard of a phone, and Bengali ones are understood; eight are too many to guess.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": True, "length": 8}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "10/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/10s/key,10/h/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
# How many proxies of ours stand in front and write X-Forwarded-For; without one nobody's header is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("DHARA_PROXIES", 1 if env.flag("DHARA_BEHIND_PROXY", False) else 0)

MFA_ADAPTER = "dhara.web.account.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "dhara.web.account.forms.codes.SecondFactorCode",
    "reauthenticate": "dhara.web.account.forms.codes.SecondFactorAgain",
    "activate_totp": "dhara.web.account.forms.second_factor.ActivateApp",
    "add_webauthn": "dhara.web.account.forms.second_factor.AddPasskey",
    "edit_webauthn": "dhara.web.account.forms.second_factor.RenamePasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = env.text("DHARA_SITE_NAME", "Dhara")
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
