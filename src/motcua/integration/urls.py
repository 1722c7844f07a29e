"""Addresses that other systems call, and the page of the gateway for trying out."""

from django.urls import path

from motcua.integration import payment_addresses as payments

app_name = "integration"

urlpatterns = [
    path("bao/vnpay", payments.vnpay_notice, name="vnpay-notice"),
    path("bao/thanh-toan-quoc-gia", payments.national_notice, name="national-notice"),
    path("thanh-toan-thu", payments.demo, name="demo"),
]
