"""Addresses of the workplace. `/studio/new/` and its like come before (dhara.web.account.studio_urls)."""

from __future__ import annotations

from django.urls import include, path

from dhara.web.studio.views import (
    dashboard,
    offer_files,
    offer_pictures,
    offer_prices,
    offer_state,
    offer_texts,
    offers,
    orders,
    payments,
    settings,
    uploads,
)

_TRANSFER = "<str:handle>/payments/transfers/<int:transfer_id>/"
_OFFER = "<str:handle>/offers/<int:offer_id>/"

urlpatterns = [
    path("", dashboard.mine, name="studio-mine"),
    path("<str:handle>/", dashboard.dashboard, name="studio-dashboard"),
    path("<str:handle>/offers/", offers.index, name="studio-offers"),
    path("<str:handle>/offers/new/", offers.new, name="studio-offer-new"),
    path(_OFFER, offers.offer, name="studio-offer"),
    path(f"{_OFFER}about/", offer_texts.about, name="studio-offer-about"),
    path(f"{_OFFER}schedule/", offer_texts.schedule, name="studio-offer-schedule"),
    path(f"{_OFFER}seo/", offer_texts.seo, name="studio-offer-seo"),
    path(f"{_OFFER}pictures/", offer_pictures.pictures, name="studio-offer-pictures"),
    path(f"{_OFFER}pictures/arrangement/", offer_pictures.arrangement, name="studio-offer-arrangement"),
    path(f"{_OFFER}prices/", offer_prices.prices, name="studio-offer-prices"),
    path(f"{_OFFER}files/", offer_files.files, name="studio-offer-files"),
    path(f"{_OFFER}files/order/", offer_files.order, name="studio-offer-files-order"),
    path(f"{_OFFER}files/<int:file_id>/title/", offer_files.title, name="studio-file-title"),
    path(f"{_OFFER}files/<int:file_id>/versions/", offer_files.versions, name="studio-file-versions"),
    path(f"{_OFFER}files/<int:file_id>/retirement/", offer_files.retirement, name="studio-file-retirement"),
    path(f"{_OFFER}versions/<int:version_id>/", offer_files.content, name="studio-file-content"),
    path(f"{_OFFER}publication/", offer_state.publication, name="studio-offer-publication"),
    path(f"{_OFFER}withdrawal/", offer_state.withdrawal, name="studio-offer-withdrawal"),
    path(f"{_OFFER}copy/", offer_state.copy, name="studio-offer-copy"),
    path(f"{_OFFER}archiving/", offer_state.archiving, name="studio-offer-archiving"),
    path(f"{_OFFER}restoration/", offer_state.restoration, name="studio-offer-restoration"),
    path("<str:handle>/uploads/files/", uploads.files, name="studio-uploads-files"),
    path("<str:handle>/uploads/pictures/", uploads.pictures, name="studio-uploads-pictures"),
    path("<str:handle>/uploads/<uuid:upload_id>/", uploads.upload, name="studio-upload"),
    path("<str:handle>/orders/", orders.index, name="studio-orders"),
    path("<str:handle>/orders/export.csv", orders.export, name="studio-orders-export"),
    path("<str:handle>/orders/<str:number>/", orders.order, name="studio-order"),
    path("<str:handle>/orders/<str:number>/letter/", orders.letter, name="studio-order-letter"),
    path("<str:handle>/money/", include("dhara.web.studio.money_urls")),
    path("<str:handle>/payments/", payments.payments, name="studio-payments"),
    path("<str:handle>/payments/transfers/", payments.transfer_list, name="studio-transfers"),
    path(f"{_TRANSFER}confirmation/", payments.confirmation, name="studio-transfer-confirmation"),
    path(f"{_TRANSFER}rejection/", payments.rejection, name="studio-transfer-rejection"),
    path(f"{_TRANSFER}proof/", payments.proof, name="studio-transfer-proof"),
    path("<str:handle>/payments/returns/<int:return_id>/", payments.sending_back, name="studio-transfer-return"),
    path("<str:handle>/payments/<slug:code>/", payments.keys, name="studio-gateway-keys"),
    path("<str:handle>/payments/<slug:code>/examination/", payments.examination, name="studio-gateway-examination"),
    path("<str:handle>/payments/<slug:code>/offering/", payments.offering, name="studio-gateway-offering"),
    path("<str:handle>/payments/<slug:code>/retirement/", payments.retirement, name="studio-gateway-retirement"),
    path("<str:handle>/", include("dhara.web.studio.pricing_urls")),
    path("<str:handle>/settings/", settings.settings, name="studio-settings"),
    path("<str:handle>/settings/profile/", settings.profile, name="studio-profile"),
    path("<str:handle>/settings/address/", settings.address, name="studio-address"),
    path("<str:handle>/settings/closure/", settings.closure, name="studio-closure"),
    path("<str:handle>/invitations/", settings.invitations, name="studio-invitations"),
    path(
        "<str:handle>/invitations/<int:invitation_id>/withdrawal/",
        settings.withdrawal,
        name="studio-invitation-withdrawal",
    ),
    path("<str:handle>/members/<int:account_id>/role/", settings.role, name="studio-member-role"),
    path("<str:handle>/members/<int:account_id>/departure/", settings.departure, name="studio-member-departure"),
]
