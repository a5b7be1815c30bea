"""Scenarios whose evidence is logs of programs."""
from writing import *


def every(name, count, step, start, make):
    d = dice(name + "e")
    return [(start + i * step, make(start + i * step, i, d)) for i in range(count)]


def dns():
    save("dns-failure", "Why can mailer not send mail?",
         {"mailer.log": log_of(noise("dns", 150, 4), every("dns", 20, 25, 100, lambda t, i, d: plain_line(t, "ERROR", f"send of message {d.randint(1000, 9999)} failed: dial tcp: lookup smtp.relay.internal on 10.96.0.10:53: no such host")))},
         verdict="problem", rule=["dns_failure"], facts=[r"smtp\.relay\.internal"], decisive="no such host", names=["mailer"])


def certificates():
    save("cert-untrusted", "Why do webhooks fail?",
         {"hooks.log": log_of(noise("ca", 150, 4), every("ca", 12, 40, 60, lambda t, i, d: json_line(t, "error", "delivery failed", url="https://hooks.partner.example/v2", err='Post "https://hooks.partner.example/v2": tls: failed to verify certificate: x509: certificate signed by unknown authority')))},
         verdict="problem", rule=["certificate_untrusted"], facts=["unknown authority"], decisive="unknown authority", names=["hooks.partner.example"])
    save("cert-expired-ldap", "Why do logins fail since this morning?",
         {"auth.log": log_of(noise("ldap", 200, 4, shape=java_line, extra=("http-8080-3", "c.acme.auth.Filter")), every("ldap", 25, 20, 90, lambda t, i, d: java_line(t, "ERROR", f"http-8080-{d.randint(1, 8)}", "c.acme.auth.LdapBind", "bind to ldaps://dir.acme.example:636 failed: javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed: NotAfter: Tue Mar 17 00:00:00 UTC 2026")))},
         verdict="problem", rule=["certificate_expired", "certificate_untrusted", "tls_failed"], facts=["NotAfter|expired|validity check failed", "dir.acme.example|ldap"], decisive="SSLHandshake", names=["dir.acme.example"])


def databases():
    save("db-down", "Why does order-api answer with errors?",
         {"order-api.log": log_of(noise("dbd", 250, 3), every("dbd", 60, 5, 300, lambda t, i, d: plain_line(t, "ERROR", f"request {d.getrandbits(32):08x} failed: could not connect to server: Connection refused; is the server running on host \"orders-pg\" (10.96.20.4) and accepting TCP/IP connections on port 5432?")))},
         verdict="problem", rule=["connection_refused", "database_unreachable"], facts=["orders-pg", "refused"], decisive="refused", names=["order-api", "orders-pg"])
    save("db-auth", "The etl job cannot read its source, why?",
         {"etl.log": log_of(noise("dba", 60, 2, shape=python_line, extra=("etl",)), every("dba", 3, 10, 80, lambda t, i, d: python_line(t, "ERROR", "etl.source", 'connect failed: FATAL:  password authentication failed for user "etl_reader"')))},
         verdict="problem", rule=["auth_failed"], facts=["etl_reader", "password authentication|authentication failed"], decisive="authentication failed", names=["etl_reader"])
    save("db-too-many", "What happened to the database?",
         {"postgres.log": log_of(noise("dbc", 100, 5, shape=lambda t, l, x: f"{clock(t, '%Y-%m-%d %H:%M:%S', zone='')} UTC [{dice(str(t)).randint(100, 9999)}] LOG:  connection authorized: user=app database=app"),
                                 every("dbc", 70, 2, 200, lambda t, i, d: f"{clock(t, '%Y-%m-%d %H:%M:%S', zone='')} UTC [{d.randint(100, 9999)}] FATAL:  sorry, too many clients already"))},
         verdict="problem", rule=["connections_exhausted"], facts=["too many clients"], decisive="too many clients", names=[])
    save("pool-starved", "Why is payments slow and failing?",
         {"payments.log": log_of(noise("pool", 300, 2, shape=java_line, extra=("http-nio-8080-1", "c.acme.pay.Api")), every("pool", 40, 6, 250, lambda t, i, d: java_line(t, "ERROR", f"http-nio-8080-{d.randint(1, 30)}", "c.acme.pay.Charge", f"charge failed: HikariPool-1 - Connection is not available, request timed out after {30000 + d.randint(1, 20)}ms.")),
                                 every("pool2", 10, 24, 240, lambda t, i, d: java_line(t, "WARN", "http-nio-8080-7", "c.acme.pay.Report", "monthly report query still running, holds 8 connections")))},
         verdict="problem", rule=["pool_exhausted"], facts=["HikariPool|pool"], decisive="HikariPool", names=[])
    save("db-deadlock", "Why do stock updates fail at times?",
         {"stock.log": log_of(noise("dl", 200, 3), every("dl", 6, 90, 60, lambda t, i, d: plain_line(t, "ERROR", "update of stock failed: ERROR: deadlock detected (SQLSTATE 40P01)")))},
         verdict="problem", rule=["deadlock"], facts=["deadlock detected"], decisive="deadlock", names=[])
    save("slow-query", "Why is the catalogue page slow?",
         {"app.log": log_of(noise("sq", 250, 3), every("sq", 30, 20, 50, lambda t, i, d: plain_line(t, "WARN", f"slow query ({6 + i * .2:.1f} s): SELECT * FROM product_reviews WHERE product_id = {d.randint(1, 999)} ORDER BY created_at")))},
         verdict=["problem", "unexplained"], rule=["slow_call"], facts=["slow", "product_reviews"], decisive="slow query", names=[])


def brokers():
    save("redis-oom", "Why are carts lost?",
         {"cart.log": log_of(noise("ro", 150, 3), every("ro", 30, 8, 200, lambda t, i, d: plain_line(t, "ERROR", f"save of cart {d.randint(1000, 9999)} failed: OOM command not allowed when used memory > 'maxmemory'.")))},
         verdict="problem", rule=["memory_limit_reached"], facts=["maxmemory"], decisive="maxmemory", names=[])
    save("kafka-lag", "Orders arrive late in the warehouse. What is the reason?",
         {"consumer.log": log_of(noise("kl", 200, 3), every("kl", 20, 30, 60, lambda t, i, d: json_line(t, "warn", "consumer lag is growing", topic="orders", group="warehouse", lag=1200 + i * 800)),
                                 every("kl2", 20, 30, 65, lambda t, i, d: json_line(t, "info", "batch done", topic="orders", records=50, took_ms=24000 + i * 500))),
          "groups.txt": table(["GROUP", "TOPIC", "PARTITION", "CURRENT-OFFSET", "LOG-END-OFFSET", "LAG", "CONSUMER-ID", "HOST", "CLIENT-ID"], ("warehouse", "orders", 0, 48211, 64611, 16400, "wh-1-a7c2", "/10.0.4.7", "wh-1"))},
         verdict=["problem", "unexplained"], rule=["consumer_lag"], facts=["lag", "warehouse|orders"], decisive="lag|LAG|16400", names=["warehouse", "orders"])
    save("rabbit-alarm", "Why do publishers hang?",
         {"rabbit.log": log_of(noise("rq", 120, 5, shape=lambda t, l, x: f"{clock(t, '%Y-%m-%d %H:%M:%S', zone='+00:00').replace('T', ' ')} [info] <0.{dice(str(t)).randint(200, 999)}.0> accepting AMQP connection"),
                               [(300, "2026-03-17 08:05:00.120000+00:00 [warning] <0.345.0> disk resource limit alarm set on node 'rabbit@mq-0'."), (300.1, "2026-03-17 08:05:00.220000+00:00 [warning] <0.347.0> Free disk space is insufficient. Free bytes: 40210432. Limit: 50000000"), (300.3, "2026-03-17 08:05:00.320000+00:00 [warning] <0.345.0> *** Publishers will be blocked until this alarm clears ***")])},
         verdict="problem", rule=["disk_full", "disk_high"], facts=["disk", "mq-0|insufficient"], decisive="disk|alarm", names=[])


def rate_limit():
    save("rate-limit", "Why do shipments fail to get labels?",
         {"labels.log": log_of(noise("rl", 200, 2), every("rl0", 12, 10, 20, lambda t, i, d: plain_line(t, "INFO", f"carrier api quota: X-RateLimit-Remaining: {110 - i * 10}")),
                               every("rl", 50, 4, 150, lambda t, i, d: plain_line(t, "ERROR", f"POST https://api.carrier.example/labels returned 429 Too Many Requests (Retry-After: 60) shipment={d.randint(1000, 9999)}")))},
         verdict="problem", rule=["rate_limited"], facts=["429|rate limit", "carrier"], decisive="429", names=["carrier"])


def memory_leak():
    lines = every("ml", 120, 30, 0, lambda t, i, d: plain_line(t, "INFO", f"heap used {180 + i * 7}MB of 1024MB, listeners={400 + i * 55}, gc pause {4 + i // 8}ms"))
    lines += [(3605, plain_line(3605, "ERROR", "java.lang.OutOfMemoryError: Java heap space"))]
    save("memory-leak", "What happens with the memory of tracker?", {"tracker.log": log_of(noise("ml", 600, 6), lines)},
         verdict="problem", rule=["memory_exhausted", "memory_high", "growing_value"], facts=["OutOfMemoryError|heap"], decisive="OutOfMemory|heap used", names=[])
    save("memory-growing", "Memory usage of the tile-server seems to increase. Is there a leak?",
         {"tile-server.log": log_of(noise("mg", 500, 6), every("mg", 100, 30, 0, lambda t, i, d: json_line(t, "info", "memory stats", rss_mb=210 + i * 6, cache_entries=1000 + i * 130)))},
         verdict=["problem", "unexplained"], rule=["growing_value", "memory_high"], facts=["rss_mb|memory", "804"], decisive="rss_mb", names=[])


def cascade():
    save("cascade", "The checkout is down. What is the root cause?",
         {"storefront.log": log_of(noise("c1", 200, 3), every("c1", 40, 6, 303, lambda t, i, d: plain_line(t, "ERROR", f"checkout failed: payment-svc answered 503 Service Unavailable, request {d.getrandbits(32):08x}"))),
          "payment-svc.log": log_of(noise("c2", 200, 3), every("c2", 40, 6, 301, lambda t, i, d: plain_line(t, "ERROR", f"authorisation failed: call to ledger-svc timed out after 5000ms, payment {d.randint(1000, 9999)}"))),
          "ledger-svc.log": log_of(noise("c3", 200, 3), [(299, plain_line(299, "ERROR", "write to journal failed: open /var/lib/ledger/journal-0412: no space left on device"))], every("c3", 30, 8, 304, lambda t, i, d: plain_line(t, "ERROR", "write to journal failed: open /var/lib/ledger/journal-0412: no space left on device")))},
         verdict="problem", rule=["disk_full"], facts=["no space left", "ledger"], decisive="no space left", names=["ledger-svc", "payment-svc"])


def config_change():
    save("config-change", "Since when and why do searches fail?",
         {"search.log": log_of(noise("cc", 260, 3), [(400, plain_line(400, "INFO", "configuration reloaded: search.backend.port changed from 9200 to 9300"))],
                               every("cc", 40, 6, 402, lambda t, i, d: plain_line(t, "ERROR", f"query {d.getrandbits(24):06x} failed: dial tcp 10.8.0.14:9300: connect: connection refused")))},
         verdict="problem", rule=["connection_refused"], facts=["refused", "9300"], decisive="refused", names=[])


def flapping():
    save("network-flapping", "Why do replicas disconnect?",
         {"kern.log": "".join(f"Mar 17 08:{m:02d}:1{m % 9} node-7 kernel: [ {9000 + m * 60}.10] e1000e: eth1 NIC Link is {'Down' if m % 2 else 'Up 1000 Mbps Full Duplex, Flow Control: Rx/Tx'}\n" for m in range(3, 27)),
          "replica.log": log_of(noise("nf", 200, 6), every("nf", 12, 120, 190, lambda t, i, d: plain_line(t, "WARN", "lost connection to primary db-1.internal:5432, reconnecting: no route to host")))},
         verdict="problem", rule=["packet_loss", "host_unreachable", "network_flapping"], facts=["link is down|no route to host|eth1"], names=["node-7"])


def needle():
    d = dice("needle")
    lines = [access_line(i * .7, d) for i in range(5000)]
    lines[3977] = access_line(3977 * .7, d, "/api/v1/export/full", 504, 167)
    lines[3979] = lines[3977].replace("10.", "10.", 1)
    save("needle-5xx", "Are there any server errors in the access log, and on which path?", {"access.log.gz": "\n".join(lines) + "\n"},
         verdict=["problem", "unexplained"], rule=["http_error", "error_group"], facts=["504", "/api/v1/export/full"], decisive=" 504 ", names=["export"])


def window():
    save("time-window", "What went wrong with the importer on March 17, 2026 between 09:10 and 09:20 UTC?",
         {"importer.log": log_of(noise("tw", 600, 12), every("tw", 9, 3, 1200, lambda t, i, d: plain_line(t, "ERROR", "write failed: no space left on device")),
                                 every("tw2", 14, 20, 4300, lambda t, i, d: plain_line(t, "ERROR", "S3 upload failed: InvalidAccessKeyId: access key id AKIA-OLD-KEY does not exist (403 Forbidden)")))},
         verdict="problem", rule=["auth_failed", "permission_denied"], facts=["access key"], absent=["no space left"], decisive="InvalidAccessKeyId", names=["importer"])
    save("historical", "The exporter had trouble on 2026-03-17 around 08:50. What was it?",
         {"exporter.log": log_of(noise("hi", 500, 20), every("hi", 11, 4, 3010, lambda t, i, d: plain_line(t, "ERROR", f"upload of chunk {i} failed: read tcp 10.1.2.3:51442->52.9.1.7:443: read: connection reset by peer")))},
         verdict=["problem", "unexplained"], rule=["connection_lost"], facts=["connection reset"], decisive="reset", names=["exporter"])
    save("last-hour", "Any errors in the last hour?",
         {"sync.log": log_of(noise("lh", 700, 24), every("lh", 10, 30, 600, lambda t, i, d: plain_line(t, "ERROR", "could not resolve host: old-upstream.example")),
                             every("lh2", 10, 20, 15000, lambda t, i, d: plain_line(t, "ERROR", "deadlock detected while updating shard 7")))},
         verdict="problem", rule=["deadlock"], facts=["deadlock"], absent=["old-upstream"], decisive="deadlock", names=[])


def latency():
    save("latency-growing", "Why did the pages become slow?",
         {"web.log": log_of(every("lg", 400, 9, 0, lambda t, i, d: plain_line(t, "INFO", f"Page rendered in {0.21 + d.random() * .1 + max(0, i - 240) * .12:.2f} seconds path=/catalog/{d.randint(1, 300)}")))},
         verdict=["problem", "unexplained"], rule=["slow_call", "slow_step"], facts=[r"rendered in \d\d\.\d+ seconds|slow"], decisive="rendered", names=[])
    save("latency-json", "Is something wrong with the quote service? Users say it is slow",
         {"quote.log": log_of(every("lj", 300, 9, 0, lambda t, i, d: json_line(t, "info", "quote computed", product=d.choice(["car", "home", "life"]), took_ms=d.randint(40, 90))),
                              every("lj2", 200, 9, 2700, lambda t, i, d: json_line(t, "info", "quote computed", product=d.choice(["car", "home", "life"]), took_ms=d.randint(6000, 9400))))},
         verdict=["problem", "unexplained"], rule=["slow_call", "slow_step"], facts=[r"took_ms"], decisive="took_ms", names=[])


def summaries():
    save("summarize", "Summarize the errors of the booking service",
         {"booking.log": log_of(noise("su", 300, 3), every("s1", 14, 40, 20, lambda t, i, d: plain_line(t, "ERROR", f"seat map for flight QX{d.randint(100, 999)} unavailable: upstream timed out after 3000ms")),
                                every("s2", 9, 70, 30, lambda t, i, d: plain_line(t, "ERROR", "payment token rejected: jwt expired")), every("s3", 5, 100, 50, lambda t, i, d: plain_line(t, "ERROR", 'insert into bookings failed: duplicate key value violates unique constraint "bookings_pnr_key"')),
                                every("s4", 4, 110, 60, lambda t, i, d: plain_line(t, "ERROR", "loyalty points could not be credited: negative balance")))},
         verdict=["problem", "unexplained"], rule=["constraint_violated", "timeout", "auth_failed", "error_group", "database_unreachable", "upstream_down"], facts=["seat map|timed out", "jwt expired", "duplicate key|bookings_pnr_key", "loyalty|negative balance"], names=[])
    save("how-many", "How many errors does the relay log contain?",
         {"relay.log": log_of(noise("hm", 200, 3), every("hm", 37, 10, 20, lambda t, i, d: plain_line(t, "ERROR", "message dropped: recipient mailbox over quota")))},
         verdict=["problem", "unexplained"], rule=["error_group", "quota_exceeded"], facts=["37", "mailbox over quota"], decisive="mailbox over quota", names=[])


def programs():
    save("jvm-heap", "Why was the aggregator killed?",
         {"agg.log": log_of(noise("jh", 150, 3, shape=java_line, extra=("worker-2", "c.a.Agg")), [(480, java_line(480, "ERROR", "worker-2", "c.a.Agg", "flush failed") + "\njava.lang.OutOfMemoryError: GC overhead limit exceeded\n\tat java.base/java.util.Arrays.copyOf(Arrays.java:3537)\n\tat c.a.Agg.flush(Agg.java:77)")])},
         verdict="problem", rule=["memory_exhausted"], facts=["GC overhead limit exceeded|OutOfMemory"], decisive="OutOfMemory", names=[])
    save("restarts-log", "The worker seems to restart often. Why?",
         {"worker.log": "".join(log_of([(600 * k, plain_line(600 * k, "INFO", "worker 3.2 starting, pid 1")), (600 * k + 2, plain_line(600 * k + 2, "INFO", "listening on :7000"))], noise(f"rs{k}", 25, 20, 600 * k + 3),
                                       [(600 * k + 580, plain_line(600 * k + 580, "FATAL", "license check failed: license for tenant acme expired, shutting down"))]) for k in range(6))},
         verdict=["problem", "unexplained"], rule=["error_group", "license_expired", "auth_failed", "certificate_expired"], facts=["license"], decisive="license", names=[])
    save("log-truncated", "Why did the batch stop?",
         {"batch.log": log_of(noise("lt", 250, 2), [(600, plain_line(600, "ERROR", "worker pool: fork: retry: Resource temporarily unavailable")), (601, plain_line(601, "ERROR", "can't start new thread: limit of 512 reached"))], [(602, clock(602) + " ERR")])},
         verdict="problem", rule=["process_limit"], facts=["resource temporarily unavailable|new thread"], decisive="Resource temporarily|new thread", names=[])
    save("port-in-use", "Why does the proxy not start?",
         {"proxy.log": "\n".join([plain_line(0, "INFO", "proxy 1.4 starting"), plain_line(.1, "INFO", "loading 14 routes"), plain_line(.2, "FATAL", "listen tcp :8443: bind: address already in use")])},
         verdict="problem", rule=["port_in_use"], facts=["8443", "in use"], decisive="in use", names=[])
    save("nginx-upstream", "Why do users get 502?",
         {"error.log": "".join(f"2026/03/17 08:{i // 60:02d}:{i % 60:02d} [error] 31#31: *{4000 + i} connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.1.{i % 250}, server: shop.example, request: \"GET /cart HTTP/1.1\", upstream: \"http://10.1.7.22:3000/cart\", host: \"shop.example\"\n" for i in range(5, 80, 3))},
         verdict="problem", rule=["upstream_down", "connection_refused"], facts=["10.1.7.22:3000", "refused"], decisive="refused", names=[])
    save("syslog-disk", "What is wrong with host db-7?",
         {"syslog": "".join(f"Mar 17 08:{i // 60:02d}:{i % 60:02d} db-7 CRON[{1000 + i}]: (root) CMD (run-parts /etc/cron.hourly)\n" for i in range(0, 600, 30)) + "".join(f"Mar 17 08:1{i}:07 db-7 kernel: [812{i}.2] blk_update_request: I/O error, dev sdb, sector {918273 + i * 8} op 0x0:(READ) flags 0x80700\n" for i in range(5)) + "Mar 17 08:16:01 db-7 kernel: [8201.2] EXT4-fs (sdb1): Remounting filesystem read-only\n"},
         verdict="problem", rule=["io_error", "read_only_filesystem"], facts=["sdb", "I/O error|read-only"], decisive="I/O error|read-only", names=["db-7"])


WRITERS = [dns, certificates, databases, brokers, rate_limit, memory_leak, cascade, config_change, flapping, needle, window, latency, summaries, programs]
