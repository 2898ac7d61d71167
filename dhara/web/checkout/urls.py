"""Addresses of the cart, the checkout and the sandbox's bank. Letters name the order's: see checkout.orders.mail."""

from __future__ import annotations

from django.urls import path

from dhara.web.checkout.views import (
    cart,
    details,
    gifts,
    left,
    orders,
    papers,
    refunds,
    returning,
    sandbox,
    tax_id,
    transfer,
    upsells,
    wishes,
)
from dhara.web.ui import converters  # noqa: F401 - declares <secret:…>

urlpatterns = [
    path("cart/", cart.cart, name="cart"),
    path("cart/lines/", cart.lines, name="cart-lines"),
    path("cart/lines/<int:line_id>/", cart.line, name="cart-line"),
    path("cart/lines/<int:line_id>/removal/", cart.removal, name="cart-removal"),
    path("cart/bumps/", cart.bumps, name="cart-bumps"),
    path("cart/pairs/", cart.pairs, name="cart-pairs"),
    path("cart/coupons/", cart.coupons, name="cart-coupons"),
    path("cart/coupons/removal/", cart.coupon_removal, name="cart-coupon-removal"),
    path("cart/currency/", cart.cart_currency, name="cart-currency"),
    path("cart/confirmation/", cart.confirmation, name="cart-confirmation"),
    path("cart/restored/<secret:token>/", left.restored, name="cart-restored"),
    path("cart/reminders/<secret:token>/", left.reminders, name="cart-reminders"),
    path("wishlist/", wishes.wishlist, name="wishlist"),
    path("wishlist/offers/<int:offer_id>/", wishes.wish, name="wish"),
    path("wishlist/offers/<int:offer_id>/removal/", wishes.removal, name="wish-removal"),
    path("wishlist/letters/", wishes.letters, name="wish-letters"),
    path("wishlist/letters/removal/", wishes.letters_removal, name="wish-letters-removal"),
    path("wishlist/letters/<secret:token>/", wishes.stop, name="wish-letters-stop"),
    path("wishlist/sharing/", wishes.sharing, name="wish-sharing"),
    path("wishlist/sharing/removal/", wishes.sharing_removal, name="wish-sharing-removal"),
    path("wishlist/shared/<secret:token>/", wishes.shared, name="wishlist-shared"),
    path("checkout/", details.checkout, name="checkout"),
    path("checkout/return/<secret:token>/", returning.payment_return, name="payment-return"),
    path("checkout/o/<secret:token>/", orders.order, name="order"),
    path("checkout/o/<secret:token>/payment/", orders.payment, name="order-payment"),
    path("checkout/o/<secret:token>/cancellation/", orders.cancellation, name="order-cancellation"),
    path(
        "checkout/o/<secret:token>/preorders/<int:line_id>/cancellation/",
        orders.preorder_cancellation,
        name="order-preorder-cancellation",
    ),
    path("checkout/o/<secret:token>/gift/", gifts.gift, name="order-gift"),
    path("checkout/o/<secret:token>/gift/sending/", gifts.sending, name="order-gift-sending"),
    path("checkout/o/<secret:token>/upsell/acceptance/", upsells.acceptance, name="order-upsell-acceptance"),
    path("checkout/o/<secret:token>/upsell/refusal/", upsells.refusal, name="order-upsell-refusal"),
    path("checkout/o/<secret:token>/receipt.pdf", orders.receipt_pdf, name="order-receipt"),
    path("checkout/o/<secret:token>/papers/<int:paper_id>.pdf", papers.paper_pdf, name="order-paper"),
    path("checkout/o/<secret:token>/invoice/<str:handle>/", papers.invoice, name="order-invoice"),
    path("checkout/o/<secret:token>/refund/", refunds.refund, name="order-refund"),
    path("checkout/o/<secret:token>/tax-id/", tax_id.tax_id, name="order-tax-id"),
    path(
        "checkout/o/<secret:token>/refund/<int:request_id>/withdrawal/",
        refunds.withdrawal,
        name="order-refund-withdrawal",
    ),
    path("checkout/transfer/<secret:ref>/", transfer.transfer, name="bank-transfer"),
    path(
        "checkout/transfer/<secret:ref>/cancellation/",
        transfer.transfer_cancellation,
        name="bank-transfer-cancellation",
    ),
    path("sandbox/pay/<secret:ref>/", sandbox.sandbox, name="sandbox-payment"),
]
