"""Further scenarios: the same families in other words and with other tools."""
from cluster import deployment
from logs import every
from writing import *


def shop_logs():
    save("fe-needle-words", "Customers report that checkout sometimes fails. Find the cause in the log.",
         {"checkout.log": log_of(noise("fe", 1200, 1.2), [(777.5, plain_line(777.5, "ERROR", "order 88121 rejected: tax region 'QX' has no rate table"))])},
         verdict=["problem", "unexplained"], rule=["error_group", "object_missing"], facts=["tax region.{0,6}QX|rate table"], decisive="rate table", names=[])
    save("conn-leak-python", "Why did the report API hang around 08:40?",
         {"api.log": log_of(noise("qp", 500, 6, shape=python_line, extra=("api",)), every("qp", 25, 12, 2300, lambda t, i, d: python_line(t, "ERROR", "api.db", "sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00 (Background on this error at: https://sqlalche.me/e/20/3o7r)")))},
         verdict="problem", rule=["pool_exhausted"], facts=["QueuePool limit"], decisive="QueuePool", names=[])
    save("third-party-down", "Why do payments fail since 08:20?",
         {"pay.log": log_of(noise("tp", 400, 5), every("tp", 60, 15, 1210, lambda t, i, d: json_line(t, "error", "charge failed", provider="paywave", http_status=503, error="Service Unavailable", order=d.randint(1000, 9999))))},
         verdict=["problem", "unexplained"], rule=["http_error", "upstream_down", "error_group"], facts=["503", "paywave|charge failed"], decisive="503", names=["paywave"])
    save("queue-backlog", "Emails are sent with long delays. What is going on?",
         {"mailqueue.log": log_of(noise("qb", 200, 9), every("qb", 60, 30, 0, lambda t, i, d: plain_line(t, "INFO", f"queue depth={40 + i * 35} workers=4 busy=4")))},
         verdict=["problem", "unexplained"], rule=["growing_value", "queue_full", "consumer_lag"], facts=["depth|queue"], decisive="depth=", names=[])
    save("spring-datasource", "user-service fails to start, why?",
         {"user-service.log": log_of(noise("sd", 20, .6, shape=java_line, extra=("main", "c.a.UserService")), [(15, java_line(15, "ERROR", "main", "o.s.boot.SpringApplication", "Application run failed") + """
org.springframework.beans.factory.UnsatisfiedDependencyException: Error creating bean with name 'userController'
	at org.springframework.context.support.AbstractApplicationContext.refresh(AbstractApplicationContext.java:583)
Caused by: org.postgresql.util.PSQLException: Connection to users-db.prod.svc:5432 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.
	at org.postgresql.core.v3.ConnectionFactoryImpl.openConnectionImpl(ConnectionFactoryImpl.java:342)
Caused by: java.net.ConnectException: Connection refused
	at java.base/sun.nio.ch.Net.pollConnect(Native Method)""")])},
         verdict="problem", rule=["connection_refused", "database_unreachable"], facts=["users-db", "refused"], decisive="refused", names=["users-db"])
    save("dotnet-crash", "Why does the pricing worker exit?",
         {"pricing.log": log_of(noise("dn", 60, 1), [(70, "Unhandled exception. System.InvalidOperationException: Sequence contains no matching element\n   at System.Linq.ThrowHelper.ThrowNoMatchException()\n   at Pricing.Worker.Select(IList`1 rules) in /src/Worker.cs:line 88\n   at Pricing.Program.Main(String[] args) in /src/Program.cs:line 21")])},
         verdict=["problem", "unexplained"], rule=["application_crash", "error_group"], facts=["no matching element"], decisive="no matching element|Unhandled", names=[])
    save("rust-panic", "ingestd stops after some minutes",
         {"ingestd.log": log_of(noise("ru", 300, 1), [(330, "thread 'tokio-runtime-worker' panicked at src/decode.rs:214:31:\ncalled `Option::unwrap()` on a `None` value\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace")])},
         verdict=["problem", "unexplained"], rule=["application_crash", "error_group"], facts=["panicked|unwrap"], decisive="panicked|unwrap", names=[])
    save("ruby-error", "Why do imports fail?",
         {"import.log": log_of(noise("rb2", 200, 2), every("rb2", 8, 30, 50, lambda t, i, d: plain_line(t, "ERROR", f"import {d.randint(10, 99)} failed: NoMethodError: undefined method `strip' for nil:NilClass (lib/import/row.rb:41)")))},
         verdict=["problem", "unexplained"], rule=["application_crash", "error_group"], facts=["undefined method|NoMethodError"], decisive="NoMethodError", names=[])
    save("mysql-gone", "Why are there errors in the shop at night?",
         {"shop.log": log_of(noise("mg2", 300, 5), every("mg2", 18, 30, 500, lambda t, i, d: plain_line(t, "ERROR", "SQLSTATE[HY000]: General error: 2006 MySQL server has gone away")))},
         verdict=["problem", "unexplained"], rule=["connection_lost", "database_unreachable"], facts=["gone away"], decisive="gone away", names=[])
    save("elastic-readonly", "Indexing stopped, what is the reason?",
         {"es.log": log_of(noise("es", 150, 5), every("es", 12, 20, 100, lambda t, i, d: f"[{clock(t, zone='').replace('.', ',')}][WARN ][o.e.c.r.a.DiskThresholdMonitor] [es-data-2] flood stage disk watermark [95%] exceeded on [kW2][es-data-2][/usr/share/elasticsearch/data] free: 3.9gb[3.9%], all indices on this node will be marked read-only"))},
         verdict="problem", rule=["disk_full", "disk_high"], facts=["watermark|flood", "es-data-2"], decisive="watermark", names=[])
    save("zookeeper-session", "Why does the broker restart its session?",
         {"broker.log": log_of(noise("zk", 200, 5), every("zk", 9, 60, 80, lambda t, i, d: f"[{clock(t, '%Y-%m-%d %H:%M:%S', zone='').replace('.', ',')}] WARN Client session timed out, have not heard from server in 12006ms for session id 0x10004 (org.apache.zookeeper.ClientCnxn)"))},
         verdict=["problem", "unexplained"], rule=["timeout", "connection_lost", "error_group"], facts=["session timed out"], decisive="timed out", names=[])
    save("cron-syslog", "Did the backup run last night on host vault-2?",
         {"syslog": "".join(f"Mar 17 0{i // 60}:{i % 60:02d}:01 vault-2 CRON[{100 + i}]: (root) CMD (/usr/lib/sa/sa1 1 1)\n" for i in range(0, 400, 10)) + "Mar 17 07:00:01 vault-2 CRON[9001]: (root) CMD (/opt/backup/run.sh)\nMar 17 07:00:44 vault-2 backup[9003]: ERROR: repository /mnt/backup is locked by another process (pid 7712), giving up\nMar 17 07:00:44 vault-2 backup[9003]: backup failed with exit code 11\n"},
         verdict=["problem", "unexplained"], rule=["error_group", "job_failed", "exit_code"], facts=["locked by another process"], decisive="backup\\[9003", names=["vault-2"])
    save("logfmt-oauth", "Why can nobody log in to the portal?",
         {"portal.log": log_of(noise("of", 200, 3, shape=lambda t, l, x: f'time="{clock(t)}" level=info msg="{x}"'), every("of", 30, 10, 100, lambda t, i, d: f'time="{clock(t)}" level=error msg="token exchange failed" error="oauth2: cannot fetch token: 401 Unauthorized Response: {{\\"error\\":\\"invalid_client\\",\\"error_description\\":\\"client secret expired\\"}}" user={d.randint(100, 999)}'))},
         verdict="problem", rule=["auth_failed"], facts=["401|invalid_client|client secret expired"], decisive="401", names=[])
    save("grpc-deadline", "Why are quotes missing in the cart?",
         {"cart.log": log_of(noise("gd", 300, 3), every("gd", 40, 10, 200, lambda t, i, d: json_line(t, "error", "quote failed", err="rpc error: code = DeadlineExceeded desc = context deadline exceeded", target="quote-engine:7070")))},
         verdict=["problem", "unexplained"], rule=["timeout", "deadline_exceeded"], facts=["deadline exceeded", "quote-engine"], decisive="deadline", names=["quote-engine"])
    save("feature-flag", "Conversion dropped at 08:30. What changed?",
         {"web.log": log_of(noise("ff", 500, 6), [(1790, plain_line(1790, "INFO", "feature flag new-checkout enabled for 100% of users by m.ruiz"))], every("ff", 70, 12, 1800, lambda t, i, d: plain_line(t, "ERROR", f"render of checkout failed: TypeError: Cannot read properties of undefined (reading 'total') session={d.getrandbits(32):08x}")))},
         verdict="problem", rule=["application_crash"], facts=["Cannot read properties", "new-checkout"], decisive="TypeError", names=[])


def more_cluster():
    save("job-no-account", "The job fetch-prices does not create pods. Why?",
         {"events.txt": table(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"], ("3m", "Warning", "FailedCreate", "job/fetch-prices", 'Error creating: pods "fetch-prices-" is forbidden: error looking up service account prices/price-reader: serviceaccount "price-reader" not found'))},
         verdict="problem", rule=["object_missing"], facts=["price-reader"], decisive="price-reader", names=["fetch-prices"])
    save("curl-no-service", "Why does the job ping-api fail?",
         {"pods.txt": get_pods(("ping-api-tkx8w", "0/1", "Error", 0, "3m"), ("ping-api-m2qv7", "0/1", "Error", 0, "2m")),
          "logs.txt": "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0curl: (6) Could not resolve host: billing-api.accounts.svc.cluster.local\n"},
         verdict="problem", rule=["dns_failure"], facts=[r"billing-api\.accounts"], decisive="Could not resolve", names=["ping-api"])
    save("image-bare-typo", "Why is webcache not up?", {"pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  name: webcache\n  namespace: edge\nspec:\n  containers:\n  - name: webcache\n    image: ngnix:1.25\n    ports:\n    - containerPort: 80\n"},
         verdict="problem", rule=["image_suspect", "image_pull"], facts=["ngnix"], decisive="ngnix", names=["webcache"])
    save("large-request", "Why is matrix-solver pending?", {"all.yaml": deployment("matrix-solver", "hpc", "acme/solver:2", "        resources:\n          requests:\n            cpu: \"96\"\n            memory: 900Gi\n"), "pods.txt": get_pods(("matrix-solver-6f5d8c9b7-2xkzp", "0/1", "Pending", 0, "9m"))},
         verdict="problem", rule=["large_request", "unschedulable"], facts=["900Gi|96"], decisive="requests|900Gi|cpu:", names=["matrix-solver"])
    save("rbac-manifest", "The pod-watcher deployment logs nothing useful; why can it not list pods?",
         {"all.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: watcher\n  namespace: tools\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: watcher\n  namespace: tools\nrules:\n- apiGroups: [\"\"]\n  resources: [\"configmaps\"]\n  verbs: [\"get\"]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: watcher\n  namespace: tools\nsubjects:\n- kind: ServiceAccount\n  name: watcher\n  namespace: tools\nroleRef:\n  kind: Role\n  name: watcher\n  apiGroup: rbac.authorization.k8s.io\n---\n"
          + deployment("pod-watcher", "tools", "bitnami/kubectl:1.29", "        command: [sh, -c, \"while true; do kubectl get pods -n tools; sleep 20; done\"]\n", spec="      serviceAccountName: watcher\n")},
         verdict="problem", rule=["rbac_forbidden"], facts=["pods", "watcher"], decisive="kubectl get pods", names=["pod-watcher"])
    save("exit-script", "batch-loader crashes, why?", {"all.yaml": deployment("batch-loader", "etl", "busybox:1.36", "        command: [\"/bin/sh\", \"-c\"]\n        args:\n        - |\n          echo starting loader\n          if [ -z \"$SOURCE_BUCKET\" ]; then\n            echo 'ERROR: SOURCE_BUCKET is not configured'\n            exit 1\n          fi\n          sleep 3600\n")},
         verdict=["problem"], rule=["environment_missing", "command_fails", "env_missing", "script_message"], facts=["SOURCE_BUCKET"], decisive="SOURCE_BUCKET", names=["batch-loader"])
    save("probe-slow-start", "Why does the legacy-erp pod restart every minute?", {"all.yaml": deployment("legacy-erp", "erp", "busybox:1.36", "        command: [\"/bin/sh\", \"-c\", \"sleep 120 && httpd -f -p 8080\"]\n        livenessProbe:\n          httpGet:\n            path: /\n            port: 8080\n          initialDelaySeconds: 5\n          periodSeconds: 5\n          failureThreshold: 2\n")},
         verdict="problem", rule=["probe_misconfigured"], facts=["liveness|probe", "120|initialDelay|5"], decisive="livenessProbe|sleep 120", names=["legacy-erp"])
    save("node-notready", "Many pods are in state Unknown. Why?", {"nodes.txt": table(["NAME", "STATUS", "ROLES", "AGE", "VERSION"], ("cp-1", "Ready", "control-plane", "90d", "v1.28.4"), ("w-1", "Ready", "<none>", "90d", "v1.28.4"), ("w-2", "NotReady", "<none>", "90d", "v1.28.4")),
         "events.txt": table(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"], ("8m", "Normal", "NodeNotReady", "node/w-2", "Node w-2 status is now: NodeNotReady"), ("8m", "Warning", "NodeNotReady", "pod/api-6d7-2", "Node is not ready"))},
         verdict="problem", rule=["node_not_ready"], facts=["w-2", "not ?ready"], decisive="NotReady|not ready", names=["w-2"])
    save("secret-key-live", "portal pod shows CreateContainerConfigError", {"describe.txt": describe_pod("portal-6f8d7c9b5-k2k2k", "web", container("portal", "acme/portal:3", waiting("CreateContainerConfigError", message="couldn't find key SESSION_KEY in Secret web/portal-secrets")), [("Warning", "Failed", "1m (x8 over 3m)", "kubelet", "Error: couldn't find key SESSION_KEY in Secret web/portal-secrets")], status="Pending")},
         verdict="problem", rule=["object_missing", "container_config_error"], facts=["SESSION_KEY", "portal-secrets"], decisive="SESSION_KEY|CreateContainerConfigError", names=["portal"])
    save("pending-volume-zone", "db-replica-1 is stuck Pending", {"describe.txt": describe_pod("db-replica-1", "data", container("db", "postgres:15", ""), [("Warning", "FailedScheduling", "40s (x9 over 8m)", "default-scheduler", "0/6 nodes are available: 3 node(s) had volume node affinity conflict, 3 Insufficient memory. preemption: 0/6 nodes are available: 3 No preemption victims found for incoming pod, 3 Preemption is not helpful for scheduling.")], status="Pending", node="<none>", owner="StatefulSet/db-replica")},
         verdict="problem", rule=["unschedulable"], facts=["volume node affinity conflict"], decisive="FailedScheduling", names=["db-replica"])
    save("mount-attach", "Why is graph-db-0 in ContainerCreating?", {"describe.txt": describe_pod("graph-db-0", "graph", container("graph-db", "neo4j:5", waiting("ContainerCreating")), [("Normal", "Scheduled", "12m", "default-scheduler", "Successfully assigned graph/graph-db-0 to worker-2"), ("Warning", "FailedAttachVolume", "12m", "attachdetach-controller", 'Multi-Attach error for volume "pvc-7c2e" Volume is already exclusively attached to one node and can\'t be attached to another'), ("Warning", "FailedMount", "1m (x5 over 10m)", "kubelet", "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data kube-api-access]: timed out waiting for the condition")], status="Pending", owner="StatefulSet/graph-db")},
         verdict="problem", rule=["mount_failed"], facts=["Multi-Attach|already exclusively attached|already attached"], decisive="attach", names=["graph-db"])
    save("ingress-backend", "Users get 503 from api.acme.example, why?", {"all.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: api\n  namespace: web\nspec:\n  ingressClassName: nginx\n  rules:\n  - host: api.acme.example\n    http:\n      paths:\n      - path: /\n        pathType: Prefix\n        backend:\n          service:\n            name: api-server\n            port:\n              number: 80\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: api-srv\n  namespace: web\nspec:\n  selector:\n    app: api\n  ports:\n  - port: 80\n    targetPort: 8080\n---\n" + deployment("api", "web", "acme/api:4")},
         verdict="problem", rule=["ingress_backend_missing"], facts=["api-server"], decisive="api-server", names=["api-server"])
    save("target-port", "Why is the mail-ui service unreachable?", {"all.yaml": deployment("mail-ui", "mail", "acme/mail-ui:2") + "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: mail-ui\n  namespace: mail\nspec:\n  selector:\n    app: mail-ui\n  ports:\n  - port: 80\n    targetPort: 3000\n"},
         verdict="problem", rule=["port_mismatch"], facts=["3000", "8080"], decisive="3000|port: 80", names=["mail-ui"])
    save("sidecar-fails", "Pod ledger-0 is 1/2 ready. Which container is the problem?", {"describe.txt": describe_pod("ledger-0", "fin", container("ledger", "acme/ledger:8") + container("log-agent", "fluent/fluent-bit:2.2", waiting("CrashLoopBackOff", 8, ("Error", 255))), [("Warning", "BackOff", "10s (x40 over 9m)", "kubelet", "Back-off restarting failed container log-agent in pod ledger-0_fin")], owner="StatefulSet/ledger"),
         "logs_log-agent.txt": "Fluent Bit v2.2.2\n* Copyright (C) 2015-2024 The Fluent Bit Authors\n[2026/03/17 08:20:01] [ info] [fluent bit] version=2.2.2, commit=eeea396e88\n[2026/03/17 08:20:01] [error] [config] section 'output' tried to instance a plugin name that doesn't exist: 'lokki'\n[2026/03/17 08:20:01] [error] configuration file contains errors, aborting.\n"},
         verdict=["problem", "unexplained"], rule=["config_invalid", "error_group", "object_missing", "crash_loop"], facts=["log-agent", "lokki"], decisive="\\[error\\]", names=["ledger-0"])
    save("count-pods", "How many pods are not running in namespace lab?", {"pods.txt": get_pods(("a-1-x", "1/1", "Running", 0, "2d"), ("b-1-x", "0/1", "CrashLoopBackOff", 9, "2d"), ("c-1-x", "0/1", "ImagePullBackOff", 0, "1d"), ("d-1-x", "1/1", "Running", 0, "2d"))},
         verdict=["problem", "unexplained"], rule=["image_pull", "crash_loop"], facts=["b-1-x", "c-1-x"], names=[])
    save("helm-hook", "helm upgrade of vault fails with a timeout. Why?", {"events.txt": table(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"], ("2m", "Warning", "Failed", "pod/vault-migrate-9xq2t", "Error: failed to start container \"migrate\": Error response from daemon: failed to create task for container: exec: \"/migrate.sh\": permission denied: unknown"), ("2m", "Warning", "BackOff", "pod/vault-migrate-9xq2t", "Back-off restarting failed container migrate in pod vault-migrate-9xq2t"))},
         verdict="problem", rule=["container_start_error", "permission_denied"], facts=["migrate.sh", "permission denied"], decisive="permission denied", names=["vault"])
    save("netpol-egress", "worker cannot resolve any host names. Why?", {"all.yaml": "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: worker-deny-egress\n  namespace: jobs\nspec:\n  podSelector:\n    matchLabels:\n      app: worker\n  policyTypes: [Egress]\n  egress: []\n---\n" + deployment("worker", "jobs", "acme/worker:3")},
         verdict="problem", rule=["network_policy_blocks"], facts=["worker-deny-egress"], decisive="NetworkPolicy|policyTypes|egress", names=[])
    save("pdb-drain", "What do the events say about the drain of w-9?", {"events.txt": table(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"], ("1m", "Warning", "FailedDraining", "node/w-9", "error when evicting pods/\"mq-0\" -n \"mq\": Cannot evict pod as it would violate the pod's disruption budget."))},
         verdict=["problem", "unexplained"], rule=["warning_event", "evicted", "error_group", "admission_denied"], facts=["disruption budget"], decisive="disruption", names=["w-9"])


def more_healthy():
    def sound(name, question, files):
        save(name, question, files, verdict="healthy", rule=[], facts=[r"\bno (error|problem|trouble)|healthy|nothing"], names=[])
    sound("healthy-shutdown", "Is there a problem with the relay?", {"relay.log": log_of(noise("hs", 200, 3), [(650, plain_line(650, "INFO", "received SIGTERM, shutting down gracefully")), (651, plain_line(651, "INFO", "connection to broker closed")), (652, plain_line(652, "INFO", "bye"))])})
    sound("healthy-leader", "Is the controller ok?", {"controller.log": log_of([(1, plain_line(1, "INFO", "attempting to acquire leader lease kube-system/controller...")), (3, plain_line(3, "INFO", "lock is held by other-1 and has not yet expired")), (30, plain_line(30, "INFO", "successfully acquired lease"))], noise("hl", 300, 3, 31))})
    sound("healthy-slowish", "Does the catalog api have issues?", {"api.log": log_of(every("hsl", 400, 4, 0, lambda t, i, d: plain_line(t, "INFO", f"GET /catalog 200 took {d.randint(20, 380)}ms rss_mb={210 + d.randint(0, 30)}")))})
    sound("healthy-warmup", "Is the search node healthy?", {"search.log": log_of(every("hw", 200, 10, 0, lambda t, i, d: plain_line(t, "INFO", f"heap_used_mb={min(900, 200 + i * 20) + d.randint(-40, 20)} segments={d.randint(10, 30)}")))})
    sound("healthy-tests", "Are there failures in the CI run?", {"ci.log": "\n".join(plain_line(i, "INFO", f"test_{n} ... ok") for i, n in enumerate(["timeout_is_retried", "error_page_renders", "rejects_invalid_token", "connection_refused_is_reported", "oom_handler", "deadlock_detected_path"] * 20)) + "\n" + plain_line(130, "INFO", "120 passed, 0 failed, 0 errors in 12.1s")})
    sound("healthy-pods", "Are all pods in the shop namespace healthy?", {"pods.txt": get_pods(("cart-6d5f7c8b9-aa1bb", "1/1", "Running", 0, "2d"), ("search-5c4b7d9f8-ee3ff", "1/1", "Running", "2 (3d ago)", "14d"), ("report-28471-ii5jj", "0/1", "Completed", 0, "5h"))})
    sound("healthy-pg", "Is postgres fine?", {"pg.log": log_of(noise("hp", 100, 6, shape=lambda t, l, x: f"{clock(t, '%Y-%m-%d %H:%M:%S', zone='')} UTC [71] LOG:  checkpoint complete: wrote {dice(str(t)).randint(10, 900)} buffers (0.{dice(str(t)).randint(1, 9)}%)"), [(0, "2026-03-17 08:00:00.000 UTC [1] LOG:  database system was shut down at 2026-03-17 07:59:50 UTC"), (1, "2026-03-17 08:00:01.000 UTC [1] LOG:  database system is ready to accept connections")])})


WRITERS = [shop_logs, more_cluster, more_healthy]
