"""Form fields for amounts, phones and text."""

from django import forms

from dhara.kit.currency import Money
from dhara.kit.fields import MoneyField, PhoneField, TextField


class Sample(forms.Form):
    price = MoneyField("BDT")
    tip = MoneyField("USD", required=False)
    phone = PhoneField(required=False)
    title = TextField(max_length=10)
    story = TextField(lines=True, required=False)


def test_what_is_typed_becomes_values():
    form = Sample(
        {"price": "৳ ১,২৫০.৫০", "tip": "", "phone": "০১৭১২৩৪৫৬৭৮", "title": " এক\u202e\x00 দুই ", "story": "a\r\nb"}
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "price": Money(125050, "BDT"),
        "tip": None,
        "phone": "+8801712345678",
        "title": "এক দুই",
        "story": "a\nb",
    }


def test_mistakes_stand_beside_their_field_and_what_was_typed_is_kept():
    form = Sample({"price": "-5", "tip": "5.005", "phone": "12", "title": "x" * 11})
    assert {name: errors.as_data()[0].code for name, errors in form.errors.items()} == {
        "price": "amount_negative",
        "tip": "amount_decimals",
        "phone": "phone_invalid",
        "title": "max_length",
    }
    assert 'value="-5"' in str(form["price"])
    assert Sample({}).errors.keys() == {"price", "title"}
    assert Sample({"price": "  ", "title": "\u200b"}).errors.keys() == {"price", "title"}


def test_a_stored_amount_is_shown_as_digits():
    assert 'value="450.50"' in str(Sample(initial={"price": Money(45050, "BDT")})["price"])
    assert 'inputmode="decimal"' in str(Sample()["price"])
