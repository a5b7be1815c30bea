#!/bin/bash
# Python programs, second set: options, modules, templates, settings and libraries that are not there, files of a wrong form,
# dates of two kinds, a pool without free connections, a worker that hangs or is killed, a task nobody registered, a
# certificate of another name, recursion, a log file without permission.
set -u
rm -rf /srv/app; mkdir -p /srv/app; cd /srv/app || exit
id shop > /dev/null 2>&1 || useradd -m shop
as() { setpriv --reuid=shop --regid=shop --clear-groups env HOME=/home/shop "$@"; }
show() { local c; for c in "$@"; do echo "\$ $c"; eval "$c"; done 2>&1; }
logging='import logging, random, sys, time; logging.basicConfig(format="%(asctime)s %(levelname)-7s %(name)s | %(message)s", level=logging.INFO, stream=sys.stdout); log = logging.getLogger("shop")'
out() { o=/out/$1; mkdir -p $o; }
pyargs() { out pyargs; printf 'import argparse, time\np = argparse.ArgumentParser(prog="exporter")\np.add_argument("--bucket", required=True)\np.add_argument("--workers", type=int, default=2)\na = p.parse_args()\nprint("exporter 2.1 with", a.workers, "workers", flush=True); time.sleep(1)\n' > exporter.py; { for i in 1 2 3; do echo "$(date '+%F %T') runner: starting exporter"; python3 exporter.py --bucket exports --worker-count 4; s=$?; echo "$(date '+%F %T') runner: exporter ended with status $s"; sleep 1; done; } > $o/evidence.log 2>&1; }
pyjson() {
    out pyjson; cat > rates.py <<PY
$logging
import json
class RatesError(Exception): pass
def load(day):
    with open("rates/%s.json" % day) as f:
        try: return json.load(f)
        except ValueError as e: raise RatesError("rates of %s unusable" % day) from e
for n in range(1, 29):
    day = "2026-11-%02d" % n
    try: r = load(day); log.info("rates of %s loaded, %d currencies", day, len(r))
    except RatesError: log.exception("day %s skipped", day)
    time.sleep(0.02)
PY
    mkdir -p rates; for i in $(seq -w 28); do echo "{\"EUR\": 1, \"USD\": 1.0$i, \"SEK\": 11.$i}" > rates/2026-11-$i.json; done; printf '{"EUR": 1, "USD": 1.02, "SEK": ' > rates/2026-11-17.json; python3 rates.py > $o/evidence.log
}
pyunicode() { out pyunicode; printf 'id;name;city\n' > customers.csv; for i in $(seq 400); do [ $i = 311 ] && printf '%s;Caf\xe9 Nord;K\xf6ln\n' $i || echo "$i;Customer $i;Bremen"; done >> customers.csv; printf '%s\nimport csv\ndef rows(path):\n    with open(path, encoding="utf-8", newline="", buffering=1) as f: yield from csv.DictReader(f, delimiter=";")\ndef main():\n    n = 0\n    for r in rows("customers.csv"):\n        n += 1\n        if n %% 10 == 0: log.info("%%d customers imported, last id %%s", n, r["id"])\nmain()\n' "$logging" > import_customers.py; python3 import_customers.py > $o/evidence.log 2>&1; }
pycircular() { out pycircular; mkdir -p shopapi; printf 'from shopapi.orders import Order\nclass Customer:\n    orders: list[Order]\n' > shopapi/customers.py; printf 'from shopapi.customers import Customer\nclass Order:\n    customer: Customer\n' > shopapi/orders.py; printf 'from shopapi.customers import Customer\ndef main(): pass\n' > shopapi/__main__.py; touch shopapi/__init__.py; { echo '$ python3 -m shopapi'; python3 -m shopapi; } > $o/evidence.txt 2>&1; }
pynone() { out pynone; printf '%s\nimport re\nLINE = re.compile(r"(\\d+) kg (\\w+)")\ndef weigh(line): return int(LINE.match(line).group(1))\nfor n in range(1, 90):\n    line = "%%d kg parcel" %% n if n %% 23 else "n/a parcel"\n    try: log.info("parcel %%d weighs %%d kg", n, weigh(line))\n    except Exception: log.exception("parcel %%d not weighed", n)\n    time.sleep(0.01)\n' "$logging" > weigh.py; python3 weigh.py > $o/evidence.log; }
pyport() { out pyport; printf 'def app(e, s):\n    s("200 OK", []); return [b"ok"]\n' > api.py; gunicorn -b 10.20.0.31:8000 api:app > /dev/null 2>&1 & sleep 2; timeout 9 gunicorn -w 2 -b 10.20.0.31:8000 api:app > $o/evidence.log 2>&1; }
pytimeout() { out pytimeout; printf 'import time\ndef app(e, s):\n    if "report" in e["PATH_INFO"]: time.sleep(20)\n    s("200 OK", [("Content-Length", "2")]); return [b"ok"]\n' > api.py; gunicorn -w 2 -t 3 -b 10.20.0.31:8000 --access-logfile - api:app > $o/evidence.log 2>&1 & sleep 2; for i in 1 2 3; do for k in $(seq 14); do curl -s -o /dev/null http://app01:8000/items/$k; done; curl -s -m 6 -o /dev/null http://app01:8000/report/$i; done; sleep 1; }
pyworker() { out pyworker; printf 'from flask import Flask\napp = Flask(__name__)\n' > api.py; timeout 9 gunicorn -w 2 -b 10.20.0.31:8000 api:application > $o/evidence.log 2>&1; }
pytemplate() { out pytemplate; mkdir -p templates; echo 'Dear {{ customer.name }}, total {{ order.total | round(2) }}' > templates/mail.txt; printf '%s\nfrom flask import Flask, render_template\napp = Flask("shop"); log.setLevel(30)\n@app.get("/mail/<int:n>")\ndef mail(n): return render_template("mail.txt" if n %% 7 else "mail_reminder.txt", customer={"name": "c"}, order={"total": n})\n' "$logging" > shopmail.py; gunicorn -b 10.20.0.31:8000 --access-logfile - shopmail:app > $o/evidence.log 2>&1 & sleep 2; for i in $(seq 30); do curl -s -o /dev/null http://app01:8000/mail/$i; done; sleep 1; }
pyundefined() { out pyundefined; mkdir -p templates; echo 'Dear {{ customer.name }}, total {{ order.totals.net }}' > templates/bill.txt; printf '%s\nfrom flask import Flask, render_template\napp = Flask("shop")\n@app.get("/bill/<int:n>")\ndef bill(n): return render_template("bill.txt", customer={"name": "c"}, order={"totals": {"net": 4}} if n %% 9 else {"total": 5})\n' "$logging" > bills.py; gunicorn -b 10.20.0.31:8000 --access-logfile - bills:app > $o/evidence.log 2>&1 & sleep 2; for i in $(seq 30); do curl -s -o /dev/null http://app01:8000/bill/$i; done; sleep 1; }
django() { # django SETTINGS
    rm -rf site; mkdir -p site/stock/migrations; cd site || exit; touch stock/__init__.py stock/migrations/__init__.py; printf 'DEBUG = False\nSECRET_KEY = "x"\nALLOWED_HOSTS = ["shop.example"]\nROOT_URLCONF = "urls"\nINSTALLED_APPS = ["django.contrib.contenttypes", "stock"]\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/tmp/site.db"}}\nMIDDLEWARE = ["django.middleware.common.CommonMiddleware"]\nDEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\nTIME_ZONE = "UTC"\nLOGGING = {"version": 1, "disable_existing_loggers": False, "formatters": {"f": {"format": "%%(asctime)s %%(levelname)s %%(name)s %%(message)s"}}, "handlers": {"c": {"class": "logging.StreamHandler", "formatter": "f"}}, "root": {"handlers": ["c"], "level": "INFO"}}\n%b' "${1:-}" > settings.py
    printf 'from django.db import models\nclass Item(models.Model):\n    name = models.CharField(max_length=20)\n    shelf = models.CharField(max_length=8, default="A")\n' > stock/models.py; printf 'from django.http import HttpResponse\nfrom django.urls import path\nfrom stock.models import Item\nurlpatterns = [path("items/", lambda r: HttpResponse(str(Item.objects.count()))), path("", lambda r: HttpResponse("hello"))]\n' > urls.py; export DJANGO_SETTINGS_MODULE=settings
    printf 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n' > wsgi.py
}
djhost() { out djhost; django; rm -f /tmp/site.db; django-admin makemigrations --pythonpath . stock > /dev/null; django-admin migrate --pythonpath . > /dev/null; gunicorn -b 10.20.0.31:8000 --access-logfile - wsgi > $o/evidence.log 2>&1 & sleep 3; for i in $(seq 40); do curl -s -o /dev/null -H 'Host: shop.example' http://app01:8000/items/; [ $((i % 6)) = 0 ] && curl -s -o /dev/null -H 'Host: www.shop.example' http://app01:8000/items/; done; sleep 1; }
djtable() { out djtable; django; rm -f /tmp/site.db; django-admin migrate --pythonpath . > /dev/null; gunicorn -b 10.20.0.31:8000 --access-logfile - wsgi > $o/evidence.log 2>&1 & sleep 3; for i in $(seq 20); do curl -s -o /dev/null -H 'Host: shop.example' http://app01:8000/; [ $((i % 6)) = 0 ] && curl -s -o /dev/null -H 'Host: shop.example' http://app01:8000/items/; done; sleep 1; show "cd /srv/app/site; django-admin showmigrations --pythonpath ." | sed 's/cd .*; //' > $o/evidence-migrations.txt; }
djapp() { out djapp; django 'INSTALLED_APPS += ["corsheaders"]\n'; timeout 9 gunicorn -b 10.20.0.31:8000 wsgi > $o/evidence.log 2>&1; }
djhistory() { out djhistory; django; rm -f /tmp/site.db; django-admin makemigrations --pythonpath . stock > /dev/null; printf 'from django.db import migrations\nclass Migration(migrations.Migration):\n    dependencies = [("stock", "0001_initial")]\n    operations = []\n' > stock/migrations/0003_shelf.py; cp stock/migrations/0003_shelf.py stock/migrations/0003_label.py; show 'django-admin migrate --pythonpath .' > $o/evidence.txt; }
pypool() { out pypool; cat > pool.py <<PY
$logging
import threading
from sqlalchemy import create_engine, text
engine = create_engine("sqlite:////tmp/pool.db", pool_size=5, max_overflow=2, pool_timeout=2, poolclass=__import__("sqlalchemy.pool").pool.QueuePool, connect_args={"check_same_thread": False})
def good(n):
    with engine.connect() as c: c.execute(text("select 1"))
    log.info("request %d GET /items 200", n)
def export(n): c = engine.connect(); c.execute(text("select 1")); leaked.append(c); log.info("request %d GET /export 200", n)
leaked = []
for n in range(1, 34):
    try: (export if n % 4 == 0 else good)(n)
    except Exception: log.exception("request %d failed", n)
PY
    python3 pool.py > $o/evidence.log; }
pycelery() { out pycelery; (redis-server --port 6379 --bind 10.20.0.12 --protected-mode no --save '' > /dev/null &); printf 'from celery import Celery\napp = Celery("mails", broker="redis://cache01/0")\n@app.task(name="mails.send_receipt")\ndef send_receipt(n): return n\n' > mails.py; celery -A mails worker -c 1 -l INFO > $o/evidence.log 2>&1 & sleep 5; python3 -c "
from mails import app
for n in range(12): app.send_task('mails.send_receipt' if n % 4 else 'mails.send_reminder', (n,))"; sleep 3; }
pyyaml() { out pyyaml; printf 'server:\n  port: 8080\n  tls:\n    cert: /etc/app/tls.crt\n\tkey: /etc/app/tls.key\nlog: info\n' > config.yaml; printf 'import yaml\nclass Config:\n    @classmethod\n    def read(cls, path):\n        with open(path) as f: return yaml.safe_load(f)\nc = Config.read("config.yaml")\n' > main.py; show 'python3 /srv/app/main.py' > $o/evidence.txt; }
pytoml() { out pytoml; printf 'title = "feeds"\n\n[feed.north]\nurl = "http://north.example/feed"\nevery = 5m\n' > feeds.toml; printf 'import tomllib, pathlib\ndef settings(): return tomllib.loads(pathlib.Path("/srv/app/feeds.toml").read_text())\nprint(settings())\n' > feeds.py; show 'python3 feeds.py' 'cat feeds.toml' > $o/evidence.txt; }
pymemory() { out pymemory; printf '%s\nrows = []\ndef read(part): rows.append(bytearray(12_000_000)); log.info("part %%d of 60 read, %%d MB", part, sum(map(len, rows)) // 1000000)\nfor part in range(1, 61): read(part)\n' "$logging" > merge.py; (ulimit -v 400000; python3 merge.py > $o/evidence.log 2>&1); }
pyrecursion() { out pyrecursion; printf '%s\nparent = {n: n // 2 for n in range(2, 400)}; parent[1] = 0; parent[37] = 74; parent[18] = 37\ndef path(n): return [] if n == 0 else path(parent[n]) + [n]\nfor n in range(20, 60):\n    try: log.info("category %%d path %%s", n, "/".join(map(str, path(n))))\n    except RecursionError: log.exception("category %%d has no path", n)\n' "$logging" | sed 's/range(20, 60)/(20, 21, 22, 37, 40, 41)/' > tree.py; python3 tree.py > $o/evidence.log; }
pydates() { out pydates; printf '%s\nfrom datetime import datetime, timedelta, timezone\nnow = datetime.now(timezone.utc)\ndef due(t): return t["until"] < now\nfor n in range(1, 60):\n    t = {"id": n, "until": now + timedelta(days=n - 20)}\n    if n %% 19 == 0: t["until"] = t["until"].replace(tzinfo=None)\n    try: log.info("subscription %%d %%s", n, "expired" if due(t) else "active")\n    except TypeError: log.exception("subscription %%d not checked", n)\n' "$logging" > subs.py; python3 subs.py > $o/evidence.log; }
pyprocess() { out pyprocess; printf '%s\nimport os, signal\nfrom concurrent.futures import ProcessPoolExecutor\ndef thumb(n):\n    if n == 23: os.kill(os.getpid(), signal.SIGSEGV)\n    return n\ndef main():\n    with ProcessPoolExecutor(2) as p:\n        for n in p.map(thumb, range(60)): log.info("thumbnail %%d done", n)\nmain()\n' "$logging" > thumbs.py; python3 -X faulthandler thumbs.py > $o/evidence.log 2>&1; }
pylogfile() { out pylogfile; mkdir -p /var/log/shop; chown root:root /var/log/shop; chmod 755 /var/log/shop; printf 'import logging.config\nlogging.config.dictConfig({"version": 1, "handlers": {"file": {"class": "logging.handlers.RotatingFileHandler", "filename": "/var/log/shop/worker.log"}}, "root": {"handlers": ["file"], "level": "INFO"}})\n' > worker.py; { echo 'shop@app01:/srv/app$ python3 worker.py'; as python3 worker.py; } > $o/evidence.txt 2>&1; }
pylibrary() { out pylibrary; printf 'int crc_of(int n) { return n * 31; }\n' > crc.c; printf '#include <Python.h>\nint crc_of(int);\nstatic PyObject* f(PyObject* s, PyObject* a) { return PyLong_FromLong(crc_of(3)); }\nstatic PyMethodDef m[] = {{"crc", f, METH_NOARGS, ""}, {0, 0, 0, 0}};\nstatic struct PyModuleDef d = {PyModuleDef_HEAD_INIT, "fastcrc", 0, -1, m};\nPyMODINIT_FUNC PyInit_fastcrc(void) { return PyModule_Create(&d); }\n' > fastcrc.c; gcc -shared -fPIC -o libshopcrc.so.3 -Wl,-soname,libshopcrc.so.3 crc.c; gcc -shared -fPIC -I/usr/include/python3.11 -o fastcrc.so fastcrc.c ./libshopcrc.so.3 && rm libshopcrc.so.3; printf 'import fastcrc\nprint(fastcrc.crc())\n' > check.py; show 'python3 check.py' 'ldd fastcrc.so' > $o/evidence.txt; }
pytlsname() { out pytlsname; openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/CN=old-api.shop.internal" -addext "subjectAltName=DNS:old-api.shop.internal" -keyout k.pem -out c.pem 2> /dev/null; openssl s_server -accept 10.20.0.31:8443 -cert c.pem -key k.pem -www -quiet > /dev/null 2>&1 & sleep 1; printf '%s\nimport requests\nfor n in range(1, 12):\n    log.info("order %%d packed", n)\n    try: requests.get("https://app01.shop.internal:8443/labels/%%d" %% n, verify="c.pem", timeout=3)\n    except requests.RequestException as e: log.error("label of order %%d not printed: %%s", n, e)\n    time.sleep(0.1)\n' "$logging" > labels.py; python3 labels.py > $o/evidence.log; }
pyread() { out pyread; nc -lk 10.20.0.31 8055 > /dev/null & printf '%s\nimport requests\nfor n in range(1, 7):\n    log.info("quote %%d requested", n)\n    try: requests.get("http://app01.shop.internal:8055/quote/%%d" %% n, timeout=(1, 2))\n    except requests.RequestException: log.exception("quote %%d failed", n)\n' "$logging" > quotes.py; sleep 0.5; python3 quotes.py > $o/evidence.log; }
pystale() { out pystale; printf 'import pickle\nprint(len(pickle.load(open("/srv/app/model.pkl", "rb"))))\n' > predict.py; python3 -c "import pickle; pickle.dump(list(range(90000)), open('/srv/app/model.pkl', 'wb'))"; truncate -s 70000 model.pkl; show 'ls -l model.pkl' 'python3 predict.py' > $o/evidence.txt; }
uwsgiapp() { out uwsgiapp; printf 'def application(e, s): s("200 OK", []); return [b"ok"]\n' > shopwsgi.py; timeout 6 uwsgi --plugin python3 --http-socket 10.20.0.31:8000 --module shop_wsgi --master --processes 2 > $o/evidence.log 2>&1; }
for one in "$@"; do cd /srv/app; $one; done
