from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "dhara.people"
    label = "people"
