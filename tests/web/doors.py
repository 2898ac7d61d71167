"""Who may do what at every address: route → (GET, POST). `test_permissions.py` holds the whole program to it.

A new address needs a line here. A right is one of the names below, or a verb of a studio
(`dhara.people.studios.rules.PERMISSIONS`), which says by role which members may; outsiders are told 404.
"""

from __future__ import annotations

from typing import Final

EVERYBODY = "everybody"  # an answer for whoever comes
ACCOUNT = "account"  # whoever is signed in
BUYER = "buyer"  # the one who bought the thing in question
ADDRESSEE = "addressee"  # the one who was invited; others are told so
PROTECTED = "protected"  # who has a second factor; others are led elsewhere
OPERATOR = "operator"  # with the second factor proved in this session
SECRET = "secret"  # whoever knows the secret in the address; with a wrong one it is not there  # noqa: S105
STAGE = "stage"  # only in the midst of something that was begun in this session (a sign-in, a cart): here nobody
NOBODY = "nobody"  # the method is not served

Rights = tuple[str, str]

_OFFER: Final = "studio/<str:handle>/offers/<int:offer_id>/"
_MFA: Final = "account/second-step/"

DOORS: Final[dict[str, Rights]] = {
    "healthz": (EVERYBODY, EVERYBODY),
    # --- switches and pictures
    "ui/": (EVERYBODY, NOBODY),
    "ui/language/": (NOBODY, EVERYBODY),
    "ui/theme/": (NOBODY, EVERYBODY),
    "ui/currency/": (NOBODY, EVERYBODY),
    "media/<int:picture_id>-<str:token>/<int:width>.webp": (SECRET, NOBODY),
    "media/share/<int:picture_id>-<str:token>.jpg": (SECRET, NOBODY),
    # --- the market
    "": (EVERYBODY, NOBODY),
    "market/": (EVERYBODY, NOBODY),
    "market/<str:slug>/": (EVERYBODY, NOBODY),
    "search/": (EVERYBODY, NOBODY),
    "robots.txt": (EVERYBODY, NOBODY),
    "sitemap.xml": (EVERYBODY, NOBODY),
    "sitemap-pages.xml": (EVERYBODY, NOBODY),
    "sitemap-studios-<int:number>.xml": (EVERYBODY, NOBODY),
    "sitemap-offers-<int:number>.xml": (EVERYBODY, NOBODY),
    "@<str:handle>": (EVERYBODY, NOBODY),
    "@<str:handle>/": (EVERYBODY, NOBODY),
    "@<str:handle>/feed": (EVERYBODY, NOBODY),
    "@<str:handle>/<str:slug>": (EVERYBODY, NOBODY),
    "@<str:handle>/<str:slug>/": (EVERYBODY, NOBODY),
    # --- cart and checkout
    "cart/": (EVERYBODY, NOBODY),
    "cart/lines/": (NOBODY, EVERYBODY),
    "cart/lines/<int:line_id>/": (NOBODY, STAGE),
    "cart/lines/<int:line_id>/removal/": (NOBODY, STAGE),
    "cart/currency/": (NOBODY, EVERYBODY),
    "cart/confirmation/": (NOBODY, STAGE),
    "checkout/": (STAGE, STAGE),
    "checkout/return/<secret:token>/": (SECRET, SECRET),
    "checkout/o/<secret:token>/": (SECRET, NOBODY),
    "checkout/o/<secret:token>/payment/": (NOBODY, SECRET),
    "checkout/o/<secret:token>/cancellation/": (NOBODY, SECRET),
    "checkout/o/<secret:token>/receipt.pdf": (SECRET, NOBODY),
    "checkout/transfer/<secret:ref>/": (SECRET, SECRET),
    "checkout/transfer/<secret:ref>/cancellation/": (NOBODY, SECRET),
    "sandbox/pay/<secret:ref>/": (SECRET, SECRET),
    "sandbox/wallet/": (EVERYBODY, NOBODY),
    # --- what was bought
    "library/": (EVERYBODY, NOBODY),
    "library/lost/": (EVERYBODY, EVERYBODY),
    "library/o/<secret:token>/": (SECRET, NOBODY),
    "library/<int:grant_id>/": (BUYER, NOBODY),
    "d/<str:token>/": (SECRET, NOBODY),
    # --- the outbox of a sandbox
    "outbox/": (EVERYBODY, NOBODY),
    "outbox/<int:letter_id>/": (EVERYBODY, NOBODY),
    "outbox/<int:letter_id>/html/": (EVERYBODY, NOBODY),
    # --- the account
    "account/": (ACCOUNT, NOBODY),
    "account/profile/": (ACCOUNT, ACCOUNT),
    "account/protection/": (ACCOUNT, NOBODY),
    "account/notices/": (ACCOUNT, NOBODY),
    "account/notices/reading/": (NOBODY, ACCOUNT),
    "account/mail/": (ACCOUNT, ACCOUNT),
    "account/keys/": (ACCOUNT, ACCOUNT),
    "account/keys/<int:key_id>/revocation/": (NOBODY, BUYER),
    "account/devices/": (ACCOUNT, ACCOUNT),
    "account/invitations/<str:token>/": (ACCOUNT, NOBODY),
    "account/invitations/<str:token>/acceptance/": (NOBODY, ADDRESSEE),
    "account/login/": (EVERYBODY, EVERYBODY),
    "account/logout/": (EVERYBODY, EVERYBODY),
    "account/inactive/": (EVERYBODY, NOBODY),
    "account/signup/": (EVERYBODY, EVERYBODY),
    "account/reauthenticate/": (ACCOUNT, ACCOUNT),
    "account/email/": (ACCOUNT, ACCOUNT),
    "account/confirm-email/": (STAGE, STAGE),
    "account/password/change/": (ACCOUNT, ACCOUNT),
    "account/password/set/": (ACCOUNT, ACCOUNT),
    "account/password/reset/": (EVERYBODY, EVERYBODY),
    "account/password/reset/confirm/": (STAGE, STAGE),
    "account/password/reset/complete/": (STAGE, STAGE),
    "account/password/reset/done/": (EVERYBODY, NOBODY),
    "account/login/code/confirm/": (STAGE, STAGE),
    _MFA: (ACCOUNT, NOBODY),
    f"{_MFA}authenticate/": (STAGE, STAGE),
    f"{_MFA}reauthenticate/": (PROTECTED, PROTECTED),
    f"{_MFA}totp/activate/": (ACCOUNT, ACCOUNT),
    f"{_MFA}totp/deactivate/": (PROTECTED, PROTECTED),
    f"{_MFA}recovery-codes/": (STAGE, NOBODY),
    f"{_MFA}recovery-codes/generate/": (ACCOUNT, ACCOUNT),
    f"{_MFA}recovery-codes/download/": (STAGE, NOBODY),
    f"{_MFA}webauthn/": (ACCOUNT, NOBODY),
    f"{_MFA}webauthn/add/": (ACCOUNT, ACCOUNT),
    f"{_MFA}webauthn/reauthenticate/": (PROTECTED, PROTECTED),
    f"{_MFA}webauthn/keys/<int:pk>/remove/": (STAGE, STAGE),
    f"{_MFA}webauthn/keys/<int:pk>/edit/": (STAGE, STAGE),
    f"{_MFA}webauthn/login/": (STAGE, STAGE),
    # --- the workplace of a studio
    "studio/": (ACCOUNT, NOBODY),
    "studio/new/": (ACCOUNT, ACCOUNT),
    "studio/new/address/": (ACCOUNT, NOBODY),
    "studio/<str:handle>/": ("see_studio", NOBODY),
    "studio/<str:handle>/offers/": ("see_offers", NOBODY),
    "studio/<str:handle>/offers/new/": ("edit_offers", "edit_offers"),
    _OFFER: ("see_offers", NOBODY),
    f"{_OFFER}about/": (NOBODY, "edit_offers"),
    f"{_OFFER}schedule/": (NOBODY, "edit_offers"),
    f"{_OFFER}seo/": (NOBODY, "edit_offers"),
    f"{_OFFER}pictures/": (NOBODY, "edit_offers"),
    f"{_OFFER}pictures/arrangement/": (NOBODY, "edit_offers"),
    f"{_OFFER}prices/": (NOBODY, "edit_offers"),
    f"{_OFFER}files/": (NOBODY, "edit_offers"),
    f"{_OFFER}files/order/": (NOBODY, "edit_offers"),
    f"{_OFFER}files/<int:file_id>/title/": (NOBODY, "edit_offers"),
    f"{_OFFER}files/<int:file_id>/versions/": (NOBODY, "edit_offers"),
    f"{_OFFER}files/<int:file_id>/retirement/": (NOBODY, "edit_offers"),
    f"{_OFFER}versions/<int:version_id>/": ("edit_offers", NOBODY),
    f"{_OFFER}publication/": (NOBODY, "publish_offers"),
    f"{_OFFER}withdrawal/": (NOBODY, "publish_offers"),
    f"{_OFFER}copy/": (NOBODY, "edit_offers"),
    f"{_OFFER}archiving/": (NOBODY, "edit_offers"),
    f"{_OFFER}restoration/": (NOBODY, "edit_offers"),
    "studio/<str:handle>/uploads/files/": (NOBODY, "edit_offers"),
    "studio/<str:handle>/uploads/pictures/": (NOBODY, "edit_offers"),
    "studio/<str:handle>/uploads/<uuid:upload_id>/": (NOBODY, NOBODY),
    "studio/<str:handle>/orders/": ("see_orders", NOBODY),
    "studio/<str:handle>/orders/export.csv": ("export_orders", NOBODY),
    "studio/<str:handle>/orders/<str:number>/": ("see_orders", NOBODY),
    "studio/<str:handle>/orders/<str:number>/letter/": (NOBODY, "see_buyers"),
    "studio/<str:handle>/money/": ("see_money", NOBODY),
    "studio/<str:handle>/money/movements.csv": ("see_money", NOBODY),
    "studio/<str:handle>/money/payouts/": ("see_money", "ask_payouts"),
    "studio/<str:handle>/money/payouts/<str:payout_number>/": ("see_money", NOBODY),
    "studio/<str:handle>/money/payouts/<str:payout_number>/cancellation/": (NOBODY, "ask_payouts"),
    "studio/<str:handle>/money/rhythm/": (NOBODY, "edit_payouts"),
    "studio/<str:handle>/money/methods/": ("see_money", NOBODY),
    "studio/<str:handle>/money/methods/new/<str:kind>/": ("edit_payouts", "edit_payouts"),
    "studio/<str:handle>/money/methods/<int:method_id>/": ("see_money", NOBODY),
    "studio/<str:handle>/money/methods/<int:method_id>/code/": (NOBODY, "edit_payouts"),
    "studio/<str:handle>/money/methods/<int:method_id>/letter/": (NOBODY, "edit_payouts"),
    "studio/<str:handle>/money/methods/<int:method_id>/amount/": (NOBODY, "edit_payouts"),
    "studio/<str:handle>/money/methods/<int:method_id>/removal/": (NOBODY, "edit_payouts"),
    "studio/<str:handle>/payments/": ("see_money", NOBODY),
    "studio/<str:handle>/payments/transfers/": ("edit_gateways", NOBODY),
    "studio/<str:handle>/payments/transfers/<int:transfer_id>/confirmation/": (NOBODY, "edit_gateways"),
    "studio/<str:handle>/payments/transfers/<int:transfer_id>/rejection/": (NOBODY, "edit_gateways"),
    "studio/<str:handle>/payments/transfers/<int:transfer_id>/proof/": ("edit_gateways", NOBODY),
    "studio/<str:handle>/payments/returns/<int:return_id>/": (NOBODY, "edit_gateways"),
    "studio/<str:handle>/payments/<slug:code>/": (NOBODY, "edit_gateways"),
    "studio/<str:handle>/payments/<slug:code>/examination/": (NOBODY, "edit_gateways"),
    "studio/<str:handle>/payments/<slug:code>/offering/": (NOBODY, "edit_gateways"),
    "studio/<str:handle>/payments/<slug:code>/retirement/": (NOBODY, "edit_gateways"),
    "studio/<str:handle>/settings/": ("see_studio", NOBODY),
    "studio/<str:handle>/settings/profile/": (NOBODY, "edit_studio"),
    "studio/<str:handle>/settings/address/": (NOBODY, "edit_studio"),
    "studio/<str:handle>/settings/closure/": (NOBODY, "close_studio"),
    "studio/<str:handle>/invitations/": (NOBODY, "edit_members"),
    "studio/<str:handle>/invitations/<int:invitation_id>/withdrawal/": (NOBODY, "edit_members"),
    "studio/<str:handle>/members/<int:account_id>/role/": (NOBODY, "edit_members"),
    # Everybody may leave; here it is another member who is to go.
    "studio/<str:handle>/members/<int:account_id>/departure/": (NOBODY, "edit_members"),
    # --- programs
    "hooks/<slug:source>/": (NOBODY, STAGE),
    "hooks/<slug:source>/<slug:notice_token>/": (NOBODY, STAGE),
    "api/": (EVERYBODY, NOBODY),
    "api/v1/openapi.json": (EVERYBODY, NOBODY),
    "api/v1/offers": (EVERYBODY, NOBODY),
    "api/v1/offers/<offer_id>": (EVERYBODY, NOBODY),
    "api/v1/studios/<handle>": (EVERYBODY, NOBODY),
    "api/v1/studios/<handle>/offers/<slug>": (EVERYBODY, NOBODY),
    "api/v1/categories": (EVERYBODY, NOBODY),
    "api/v1/gateways": (EVERYBODY, NOBODY),
    "api/v1/orders": (NOBODY, EVERYBODY),
    "api/v1/orders/<number>": (BUYER, NOBODY),
    "api/v1/orders/<number>/payments": (NOBODY, BUYER),
    "api/v1/me": (ACCOUNT, NOBODY),
    "api/v1/me/orders": (ACCOUNT, NOBODY),
    "api/v1/me/library": (ACCOUNT, NOBODY),
    "api/v1/studios/<handle>/orders": ("see_orders", NOBODY),
    "api/<path:rest>": (NOBODY, NOBODY),
}

# Under /operator/ everything is the operator's, but for what only leads elsewhere.
CONSOLE: Final = "operator/"
NOWHERE: Final = r"operator/(?P<url>.*)$"  # Django's own catch-all
CONSOLE_WAYS: Final[dict[str, Rights]] = {
    "operator/login/": (EVERYBODY, EVERYBODY),
    NOWHERE: (NOBODY, NOBODY),
    "operator/gateways/": (OPERATOR, NOBODY),
    "operator/gateways/<slug:code>/": (NOBODY, OPERATOR),
    "operator/gateways/<slug:code>/examination/": (NOBODY, OPERATOR),
    "operator/gateways/<slug:code>/offering/": (NOBODY, OPERATOR),
    "operator/gateways/<slug:code>/retirement/": (NOBODY, OPERATOR),
}
