"""A third set: generated logs of several services, monitoring output, and objects read back from a cluster."""
from cluster import deployment
from logs import every
from writing import *


def generated():
    save("index-dropped", "Search requests of the library service take longer and longer. What is the reason?",
         {"library.log": log_of(every("ix", 300, 10, 0, lambda t, i, d: plain_line(t, "INFO", f"search q='{d.choice(['war', 'sea', 'tree'])}' hits={d.randint(0, 90)} duration={(0.08 if i < 120 else 1.9 + i * .01) + d.random() * .05:.3f}s")),
                                [(1195, plain_line(1195, "INFO", "migration 20260317_drop_idx_books_title applied")), (1300, plain_line(1300, "WARN", "slow query: sequential scan on books (1.2M rows)"))])},
         verdict=["problem", "unexplained"], rule=["slow_call"], facts=["sequential scan|duration", "slow"], decisive="duration|slow query", names=[])
    save("cert-renew-ingress", "Browsers refuse to open tickets.acme.example, why?",
         {"curl.txt": "* Trying 203.0.113.9:443...\n* Connected to tickets.acme.example (203.0.113.9) port 443 (#0)\n* TLSv1.3 (OUT), TLS handshake, Client hello (1):\n* SSL certificate problem: certificate has expired\n* Closing connection 0\ncurl: (60) SSL certificate problem: certificate has expired\n"},
         verdict="problem", rule=["certificate_expired"], facts=["certificate has expired"], decisive="expired", names=["tickets.acme.example"])
    save("cascade-redis", "Which service is the origin of the outage that started at 08:12?",
         {"api.log": log_of(noise("r1", 150, 6), every("r1", 50, 9, 735, lambda t, i, d: json_line(t, "error", "GET /profile failed", upstream="session-svc", status=500))),
          "session-svc.log": log_of(noise("r2", 150, 6), every("r2", 60, 8, 728, lambda t, i, d: json_line(t, "error", "cannot load session", err="dial tcp 10.4.0.8:6379: i/o timeout"))),
          "redis.log": "1:M 17 Mar 2026 08:11:58.101 * 100 changes in 300 seconds. Saving...\n1:M 17 Mar 2026 08:12:01.400 # Can't save in background: fork: Cannot allocate memory\n1:M 17 Mar 2026 08:12:02.400 # Can't save in background: fork: Cannot allocate memory\n1:signal-handler (1773735130) Received SIGTERM scheduling shutdown...\n"},
         verdict="problem", rule=["memory_exhausted"], facts=["Cannot allocate memory"], decisive="allocate memory", names=["session-svc"])
    save("window-daily", "What went wrong in the feed service around 09:30?",
         {"feed.log": log_of(noise("wd", 700, 12), every("wd1", 10, 5, 900, lambda t, i, d: plain_line(t, "ERROR", "parse of feed 'sports' failed: unexpected token < at line 1")), every("wd2", 10, 5, 5420, lambda t, i, d: plain_line(t, "ERROR", "publish failed: ACCESS_REFUSED - access to exchange 'feeds' refused for user 'feed'")))},
         verdict=["problem", "unexplained"], rule=["permission_denied", "auth_failed", "error_group"], facts=["ACCESS_REFUSED"], absent=["sports"], decisive="ACCESS_REFUSED", names=["feed.log"])
    save("worker-stuck", "The nightly export did not finish. Where does it hang?",
         {"export.log": log_of(noise("ws", 120, 2), [(300, plain_line(300, "INFO", "exporting table invoices (4,120,331 rows)")), (301, plain_line(301, "INFO", "waiting for lock on table invoices held by pid 4411"))], [(7300, plain_line(7300, "INFO", "heartbeat sent"))])},
         verdict=["healthy", "unexplained", "problem", "unanswered"], rule=[], facts=["waiting for lock|silent"], names=[])
    save("alerts-json", "Which alerts fire and why?", {"alerts.json": json.dumps({"status": "success", "data": {"alerts": [{"labels": {"alertname": "KubePodCrashLooping", "namespace": "ops", "pod": "mirror-5d8f-xx1", "severity": "warning"}, "annotations": {"description": "Pod ops/mirror-5d8f-xx1 is restarting 1.2 times / 5 minutes."}, "state": "firing", "activeAt": "2026-03-17T08:10:00Z", "value": "1.2e+00"}]}}, indent=1)},
         verdict=["problem", "unexplained"], rule=["alert_firing", "crash_loop", "restarts"], facts=["KubePodCrashLooping|mirror"], names=["mirror"])
    save("kafka-rebalance", "Why does the billing consumer process the same messages again and again?",
         {"billing.log": log_of(noise("kr", 300, 4, shape=java_line, extra=("consumer-1", "c.a.Billing")), every("kr", 8, 130, 100, lambda t, i, d: java_line(t, "WARN", "consumer-1", "o.a.k.c.c.i.ConsumerCoordinator", "consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that the poll loop is spending too much time processing messages.")))},
         verdict=["problem", "unexplained"], rule=["consumer_lag", "timeout", "error_group"], facts=[r"max\.poll\.interval|poll timeout"], decisive="poll", names=[])
    save("5xx-burst", "When did the 5xx errors begin and which endpoint is affected?",
         {"access.log.gz": "\n".join(x for _, x in sorted([(i * 2.0, access_line(i * 2.0, dice(f"b{i}"))) for i in range(600)] + [(1000 + i * 3.1, access_line(1000 + i * 3.1, dice(f"c{i}"), "/api/v1/payments", 503, 197)) for i in range(60)]))},
         verdict=["problem", "unexplained"], rule=["http_error"], facts=["503", "/api/v1/payments"], decisive=" 503 ", names=[])
    save("ntp-drift", "Why are the tokens of node-4 refused?",
         {"auth.log": log_of(noise("nt", 150, 4), every("nt", 20, 20, 60, lambda t, i, d: plain_line(t, "ERROR", "token of node-4 refused: token used before issued, clock skew of 312s detected")))},
         verdict="problem", rule=["clock_skew"], facts=["clock skew"], decisive="clock skew", names=["node-4"])
    save("license-limit", "Why can users not be created since this morning?",
         {"idm.log": log_of(noise("ll", 150, 4), every("ll", 15, 30, 100, lambda t, i, d: plain_line(t, "ERROR", f"user u{d.randint(100, 999)} not created: license allows 500 users, 500 are in use")))},
         verdict=["problem", "unexplained"], rule=["error_group"], facts=["license allows 500 users"], decisive="license", names=[])


def read_back():
    status = """status:
  conditions:
  - lastTransitionTime: "2026-03-17T08:03:12Z"
    message: 'containers with unready status: [ledger]'
    reason: ContainersNotReady
    status: "False"
    type: Ready
  containerStatuses:
  - containerID: containerd://0a1b
    image: acme/ledger:9
    lastState:
      terminated:
        exitCode: 137
        finishedAt: "2026-03-17T08:20:11Z"
        reason: OOMKilled
        startedAt: "2026-03-17T08:19:50Z"
    name: ledger
    ready: false
    restartCount: 7
    state:
      waiting:
        message: back-off 5m0s restarting failed container=ledger pod=ledger-7c9-x1_fin
        reason: CrashLoopBackOff
  phase: Running
"""
    save("pod-yaml-oom", "Why is ledger-7c9-x1 not ready?", {"pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  name: ledger-7c9-x1\n  namespace: fin\nspec:\n  containers:\n  - name: ledger\n    image: acme/ledger:9\n    resources:\n      limits:\n        memory: 64Mi\n  nodeName: w-2\n" + status},
         verdict="problem", rule=["oom_killed"], facts=["OOMKilled|out of memory", "64Mi|137"], decisive="OOMKilled|137", names=["ledger-7c9-x1"])
    save("configmap-typo-near", "web does not come up after the change of its ConfigMap name", {"all.yaml": deployment("web", "prod", "nginx:1.25", "        envFrom:\n        - configMapRef:\n            name: web-settings-v3\n") + "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web-settings-v2\n  namespace: prod\ndata:\n  A: b\n"},
         verdict="problem", rule=["object_missing"], facts=["web-settings-v3"], decisive="configMapRef|web-settings-v3", names=[])
    save("limits-range", "Why is the pod of the reporter deployment refused?", {"events.txt": table(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"], ("30s", "Warning", "FailedCreate", "replicaset/reporter-6d8", 'Error creating: pods "reporter-6d8-q2" is forbidden: maximum memory usage per Container is 512Mi, but limit is 2Gi'))},
         verdict="problem", rule=["admission_denied", "quota_exceeded"], facts=["maximum memory usage", "512Mi"], decisive="maximum memory", names=["reporter"])
    save("psa-denied", "Why do no pods of node-tuner exist?", {"events.txt": table(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"], ("4m", "Warning", "FailedCreate", "daemonset/node-tuner", 'Error creating: pods "node-tuner-x8k" is forbidden: violates PodSecurity "restricted:latest": privileged (container "tuner" must not set securityContext.privileged=true)'))},
         verdict="problem", rule=["admission_denied", "permission_denied"], facts=["PodSecurity|privileged"], decisive="PodSecurity", names=["node-tuner"])
    save("deploy-progress", "The rollout of gatehouse is stuck", {"describe.txt": "Name:                   gatehouse\nNamespace:              edge\nCreationTimestamp:      Mon, 16 Mar 2026 10:00:00 +0000\nLabels:                 app=gatehouse\nAnnotations:            deployment.kubernetes.io/revision: 5\nSelector:               app=gatehouse\nReplicas:               3 desired | 1 updated | 4 total | 3 available | 1 unavailable\nStrategyType:           RollingUpdate\nMinReadySeconds:        0\nRollingUpdateStrategy:  25% max unavailable, 25% max surge\nPod Template:\n  Labels:  app=gatehouse\n  Containers:\n   gatehouse:\n    Image:        acme/gatehouse:5\n    Port:         8080/TCP\n    Host Port:    0/TCP\n    Environment:  <none>\n    Mounts:       <none>\n  Volumes:        <none>\nConditions:\n  Type           Status  Reason\n  ----           ------  ------\n  Available      True    MinimumReplicasAvailable\n  Progressing    False   ProgressDeadlineExceeded\nOldReplicaSets:  gatehouse-6c (3/3 replicas created)\nNewReplicaSet:   gatehouse-7d (1/1 replicas created)\nEvents:          <none>\n",
         "pods.txt": get_pods(("gatehouse-6c-a", "1/1", "Running", 0, "1d"), ("gatehouse-7d-b", "0/1", "CrashLoopBackOff", "6 (1m ago)", "12m")), "logs_new.txt": log_of([(1, plain_line(1, "INFO", "gatehouse 5.0 starting")), (2, plain_line(2, "ERROR", "cannot parse GATE_RULES: invalid character '}' looking for beginning of value"))])},
         verdict=["problem", "unexplained"], rule=["error_group", "config_invalid", "deadline_exceeded", "replicas_unavailable", "sql_invalid"], facts=["GATE_RULES|invalid character"], decisive="GATE_RULES", names=["gatehouse"])


def sound_ones():
    def sound(name, question, files):
        save(name, question, files, verdict="healthy", rule=[], facts=[r"\bno (error|problem|trouble)|healthy|nothing"], names=[])
    sound("healthy-what-wrong", "What's wrong with the atlas service?", {"atlas.log": log_of(noise("hww", 400, 4))})
    sound("healthy-growth-total", "Is atlas leaking memory?", {"atlas.log": log_of(every("hgt", 200, 10, 0, lambda t, i, d: plain_line(t, "INFO", f"requests_total={1000 + i * 37} bytes_total={10 ** 6 + i * 9000} heap_mb={300 + d.randint(-60, 60)} uptime={i * 10}s")))})
    sound("healthy-batch", "Any problems with the batch?", {"batch.log": log_of(every("hb", 60, 60, 0, lambda t, i, d: plain_line(t, "INFO", f"batch {i} done in {d.randint(30, 50)} seconds, 1000 rows")))})
    sound("healthy-describe", "Is anything wrong with pod atlas-6c8d9f7b5-j2j2j?", {"describe.txt": describe_pod("atlas-6c8d9f7b5-j2j2j", "maps", container("atlas", "acme/atlas:2"), started("atlas-6c8d9f7b5-j2j2j", "acme/atlas:2"), ready=True)})


WRITERS = [generated, read_back, sound_ones]
