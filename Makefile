# Một Cửa: hai lệnh là đủ để bắt đầu: `make up` (chạy) và `make test` (kiểm thử).
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
BIND ?= 127.0.0.1

.DEFAULT_GOAL := help
.PHONY: help setup up test test-web test-spark test-provider bench check format lock clean

help: ## Các lệnh có thể dùng
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

WORDS := $(wildcard src/motcua/doors/*/locale/*/LC_MESSAGES/django.po)

# uv fetches and unpacks many packages at once; it does not read pip's settings (a mirror, a proxy): where it cannot, pip can.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r

$(VENV)/.app: requirements/installer.txt requirements/app.txt pyproject.toml $(WORDS)
	$(PY) -c 'import sys; sys.exit("Cần Python 3.11 trở lên; máy này có " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PY) -m venv $(VENV)
	$(PIP) requirements/installer.txt
	$(UV) requirements/app.txt --compile-bytecode || $(PIP) requirements/app.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@for words in $(WORDS); do $(BIN)/pybabel --quiet compile --input-file $$words --output-file $${words%.po}.mo --locale en || exit 1; done
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.app
	$(UV) requirements/dev.txt || $(PIP) requirements/dev.txt
	@touch $@

setup: $(VENV)/.app ## Cài đặt vào .venv (make up tự gọi)

up: setup ## Chạy hệ thống: http://127.0.0.1:8000 (PORT=, BIND=, EMPTY=1 để bắt đầu với cơ quan thật)
	@PORT=$(PORT) BIND=$(BIND) EMPTY=$(EMPTY) $(BIN)/motcua up

test: $(VENV)/.dev ## Kiểm thử trên SQLite, và trên PostgreSQL khi có máy chủ (STRICT=1: bỏ qua là hỏng)
	@tests/both_databases.sh

test-web: $(VENV)/.dev ## Chỉ các hành trình trong trình duyệt thật
	@$(BIN)/pytest tests/web -n 2

test-provider: ## Máy chủ OpenID Connect để thử đăng nhập (cần Node 20 và npm)
	@cd tests/identity/provider && timeout 180 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

test-spark: $(VENV)/.dev ## Số liệu của Spark bằng của DuckDB (cần Java 17; cài pyspark vào một môi trường riêng)
	@test -x .venv-spark/bin/python || python3 -m venv .venv-spark
	@.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt
	@SPARK_PACKAGES="$$(.venv-spark/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" $(BIN)/pytest tests/spark

bench: $(VENV)/.dev ## Đo tốc độ, in tỉ số (QUICK=1: trong hai phút)
	@$(BIN)/python -m bench

check: $(VENV)/.dev ## Các cửa kiểm: ruff, mypy, ranh giới các tầng, migration còn thiếu
	$(BIN)/ruff check src tests bench
	$(BIN)/ruff format --check src tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=motcua.config.settings $(BIN)/django-admin makemigrations --check --dry-run

format: $(VENV)/.dev ## Sắp xếp lại mã nguồn
	$(BIN)/ruff check --fix-only src tests bench
	$(BIN)/ruff format src tests bench

lock: $(VENV)/.dev ## Ghi lại requirements/*.txt từ *.in, có mã băm
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements/installer.in -o requirements/installer.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements/app.in -o requirements/app.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements/dev.in -o requirements/dev.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements/spark.in -c requirements/app.txt -o requirements/spark.txt

clean: ## Xoá .venv và các tệp tạm (không đụng dữ liệu trong var/)
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis
