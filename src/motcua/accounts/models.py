"""People, businesses and the accounts they sign in with."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from motcua.datastore.fields import BlindIndexField, FoldedField, SealedTextField, SortKeyField
from motcua.datastore.prepared import Prepared


class Person(models.Model):
    """A natural person as the desk knows them. Identity number, phone and address are sealed."""

    name = models.CharField("họ và tên", max_length=200)
    name_folded = FoldedField(source="name")
    name_key = SortKeyField(source="name", person=True)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    identity_number = SealedTextField("số định danh")
    identity_blind = BlindIndexField(source="identity_number")
    phone = SealedTextField("điện thoại")
    phone_blind = BlindIndexField(source="phone")
    email = SealedTextField("thư điện tử")
    address = SealedTextField("địa chỉ")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name_key"]),
            models.Index(fields=["phone_blind"]),
        ]
        constraints = [
            # One identity number is one person; people without a number on file may repeat.
            models.UniqueConstraint(
                fields=["identity_blind"],
                condition=~models.Q(identity_blind=""),
                name="accounts_one_person_per_identity_number",
                violation_error_message="Số định danh này đã có người mang.",
            )
        ]

    def __str__(self) -> str:
        return f"người số {self.pk}"


class Business(models.Model):
    """An enterprise, household business or organisation that files dossiers."""

    name = models.CharField("tên tổ chức", max_length=300)
    name_folded = FoldedField(source="name")
    name_key = SortKeyField(source="name")
    tax_code = models.CharField("mã số thuế", max_length=20, blank=True)
    address = models.TextField("địa chỉ", blank=True)
    representative = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tax_code"],
                condition=~models.Q(tax_code=""),
                name="accounts_one_business_per_tax_code",
                violation_error_message="Mã số thuế này đã có tổ chức mang.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """An account with a hashed password; without one it cannot sign in by password."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get(self, *args: Any, **kwargs: Any) -> "User":
        """One account; by its key, as every request of somebody signed in asks, with the person and prepared."""
        if args or set(kwargs) != {"pk"}:
            return super().get(*args, **kwargs)
        found = WHO.first(int(kwargs["pk"]))
        if found is None:
            raise self.model.DoesNotExist
        return found


class User(AbstractBaseUser):
    """An account that signs in. What it may do is said by the organisation's role grants, never here."""

    username = models.CharField("tên đăng nhập", max_length=80, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField("đang dùng", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username


WHO = Prepared(lambda key: User.objects.select_related("person").filter(pk=key), int)


class LinkedIdentity(models.Model):
    """By which account of an identity provider somebody signs in. Nothing else of what the provider tells is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    provider = models.CharField("nơi xác thực", max_length=20)
    subject = SealedTextField("mã tài khoản ở nơi xác thực")
    subject_mark = models.CharField("dấu của mã tài khoản", max_length=64)
    level = models.PositiveSmallIntegerField("mức độ xác thực")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "subject_mark"], name="accounts_one_link_per_provider_subject"
            )
        ]
