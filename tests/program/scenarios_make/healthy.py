"""Scenarios in which nothing is wrong, with the words that make programs cry wolf."""
from cluster import deployment
from writing import *


def sound(name, question, files, **more):
    save(name, question, files, verdict="healthy", rule=[], facts=[r"\bno (error|problem|trouble)|healthy|nothing"], names=[], **more)


def all_healthy():
    sound("healthy-startup", "Is the scheduler healthy?", {"scheduler.log": log_of([(1, plain_line(1, "WARN", "config key 'legacy.mode' is deprecated, use 'mode' instead")), (2, plain_line(2, "INFO", "error handler registered")), (3, plain_line(3, "INFO", "waiting for database connection")),
                                                                                     (4, plain_line(4, "INFO", "database connection established")), (5, plain_line(5, "INFO", "exception mapper loaded, 12 entries"))], noise("h1", 300, 4, 6))})
    sound("healthy-retry", "Are there problems with uploader?", {"uploader.log": log_of(noise("h2", 400, 4), [(20, plain_line(20, "WARN", "attempt 1 to reach store.example failed, retrying in 1s")), (21, plain_line(21, "INFO", "succeeded on attempt 2"))])})
    d = dice("h3")
    sound("healthy-404", "Is the web server ok?", {"access.log.gz": "\n".join(access_line(i * 1.3, d, "/favicon.ico", 404) if i % 60 == 7 else access_line(i * 1.3, d) for i in range(500))})
    sound("healthy-metrics", "Does the collector have errors?", {"collector.log": log_of(noise("h4", 200, 4), [(i * 30, plain_line(i * 30, "INFO", f"stats error_rate=0.00 errors=0 failed=0 timeouts=0 queue_full=0 p99={20 + i % 7}ms")) for i in range(25)])})
    pod, image = "docs-web-7c9d8f6b5-yy8zz", "acme/docs-web:12"
    sound("healthy-probe-once", "Is docs-web ok?", {"pods.txt": get_pods((pod, "1/1", "Running", 0, "41m")),
                                                    "describe.txt": describe_pod(pod, "web", container("docs-web", image), started(pod, image) + [("Warning", "Unhealthy", "40m (x2 over 40m)", "kubelet", "Readiness probe failed: dial tcp 10.244.2.31:8080: connect: connection refused")], ready=True),
                                                    "logs.txt": log_of(noise("h5", 150, 10))})
    sound("healthy-jobs", "Is anything wrong with the nightly jobs?", {"pods.txt": get_pods(("nightly-29038560-aaaaa", "0/1", "Completed", 0, "6h"), ("nightly-29037120-bbbbb", "0/1", "Completed", 0, "30h")),
                                                                       "jobs.txt": table(["NAME", "COMPLETIONS", "DURATION", "AGE"], ("nightly-29038560", "1/1", "44s", "6h"), ("nightly-29037120", "1/1", "41s", "30h"))})
    sound("healthy-rollout", "Did the rollout of menu succeed?", {"deploy.txt": table(["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"], ("menu", "3/3", 3, 3, "40d")),
                                                                  "events.txt": table(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"], ("4m", "Normal", "ScalingReplicaSet", "deployment/menu", "Scaled up replica set menu-6b7c8d9f5 to 3"), ("3m", "Normal", "ScalingReplicaSet", "deployment/menu", "Scaled down replica set menu-5c6d7e8f9 to 0"),
                                                                                      ("3m", "Normal", "Killing", "pod/menu-5c6d7e8f9-abcde", "Stopping container menu"))})
    sound("healthy-debug", "Is the gateway working without errors?", {"gateway.log": log_of(noise("h8", 300, 4), [(i * 40, plain_line(i * 40, "DEBUG", "handled exception in optional enrichment\njava.util.NoSuchElementException: no cached geo entry\n\tat c.a.Geo.lookup(Geo.java:31)\n\tat c.a.Gateway.enrich(Gateway.java:120)")) for i in range(1, 20)])})
    sound("healthy-manifest", "Is something wrong with this deployment?", {"all.yaml": deployment("guide", "docs", "acme/guide:3.1", """        readinessProbe:
          httpGet:
            path: /ready
            port: 8080
        resources:
          requests: {cpu: 100m, memory: 128Mi}
          limits: {memory: 256Mi}
        envFrom:
        - configMapRef:
            name: guide
""", replicas=2) + "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: guide\n  namespace: docs\ndata:\n  LANG: en\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: guide\n  namespace: docs\nspec:\n  selector:\n    app: guide\n  ports:\n  - port: 80\n    targetPort: 8080\n"})
    sound("healthy-json", "Does parcel-tracker have problems?", {"parcel.log": log_of(noise("h10", 400, 3, shape=lambda t, l, x: json_line(t, "info", x, error=None, err="", failed=0, retry=0)))})
    sound("healthy-gc", "Why is the indexer silent, is it broken?", {"indexer.log": log_of(noise("h11", 150, 3), [(700, plain_line(700, "INFO", "no new documents, sleeping for 30 minutes"))], noise("h12", 150, 3, 2510))})
    sound("healthy-words", "Is the trainer running fine?", {"trainer.log": log_of(noise("h13", 200, 4), [(i * 20, plain_line(i * 20, "INFO", f"epoch {i} training error 0.{900 - i * 15} validation loss 0.{950 - i * 14}")) for i in range(1, 30)], [(400, plain_line(400, "INFO", "checkpoint saved, 0 failures, fallback path not used"))])})
    save("unanswered", "Why is the fraud-model pod failing?", {"pods.txt": get_pods(("menu-6b7c8d9f5-qqqqq", "1/1", "Running", 0, "4m"))}, verdict=["unanswered", "healthy"], rule=[], facts=["no (error|problem|trouble)|not (answer|occur)|fraud-model"], names=[])


WRITERS = [all_healthy]
