"""A fourth set, written last and not used to change the program's words."""
from cluster import deployment
from logs import every
from writing import *


def fourth():
    save("sa-missing-manifest", "The audit-agent pods are never created, why?", {"all.yaml": deployment("audit-agent", "sec", "acme/audit:1", spec="      serviceAccountName: audit-reader\n") + "---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: auditor\n  namespace: sec\n"},
         verdict="problem", rule=["object_missing"], facts=["audit-reader"], decisive="audit-reader", names=["audit-agent"])
    save("secret-is-configmap", "Why is stream-api in CreateContainerConfigError?", {"all.yaml": deployment("stream-api", "live", "acme/stream:2", "        env:\n        - name: KEY\n          valueFrom:\n            secretKeyRef:\n              name: stream-keys\n              key: key\n") + "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: stream-keys\n  namespace: live\ndata:\n  key: abc\n"},
         verdict="problem", rule=["object_missing"], facts=["stream-keys", "secret"], decisive="secretKeyRef|stream-keys", names=["stream-api"])
    save("node-selector-manifest", "Why does video-encoder stay pending?", {"all.yaml": deployment("video-encoder", "media", "acme/enc:1", spec="      nodeSelector:\n        disktype: nvme-fast\n"), "nodes.txt": table(["NAME", "STATUS", "ROLES", "AGE", "VERSION", "LABELS"], ("w-1", "Ready", "<none>", "5d", "v1.29.1", "kubernetes.io/hostname=w-1,disktype=hdd"), ("w-2", "Ready", "<none>", "5d", "v1.29.1", "kubernetes.io/hostname=w-2,disktype=hdd"))},
         verdict="problem", rule=["node_constraint"], facts=["nvme-fast|disktype"], decisive="nodeSelector|disktype", names=["video-encoder"])
    save("oom-manifest", "Why is cruncher OOMKilled again and again?", {"pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  name: cruncher\n  namespace: lab\nspec:\n  containers:\n  - name: cruncher\n    image: polinux/stress\n    command: [\"stress\"]\n    args: [\"--vm\", \"1\", \"--vm-bytes\", \"400M\", \"--vm-hang\", \"1\"]\n    resources:\n      limits:\n        memory: 128Mi\n"},
         verdict="problem", rule=["memory_limit_low"], facts=["128Mi", "400M"], decisive="128Mi|400M", names=["cruncher"])
    save("hpa-manifest", "Why does the HPA of renderer show unknown?", {"all.yaml": deployment("renderer", "web", "acme/renderer:3") + "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: renderer\n  namespace: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: renderer\n  minReplicas: 1\n  maxReplicas: 5\n  metrics:\n  - type: Resource\n    resource:\n      name: cpu\n      target:\n        type: Utilization\n        averageUtilization: 70\n"},
         verdict="problem", rule=["hpa_failed"], facts=["cpu", "request"], decisive="averageUtilization|Utilization|HorizontalPodAutoscaler|cpu", names=["renderer"])
    save("log-vault-sealed", "Why can no service read its secrets?", {"vault-client.log": log_of(noise("vs", 200, 3), every("vs", 30, 12, 100, lambda t, i, d: json_line(t, "error", "read of secret failed", path="kv/data/app", err="Error making API request. Code: 503. Errors: * Vault is sealed")))},
         verdict=["problem", "unexplained"], rule=["http_error", "error_group"], facts=["Vault is sealed"], decisive="sealed", names=[])
    save("log-s3-slow", "Uploads became slow in the afternoon. Where is the time lost?", {"upload.log": log_of(every("us", 150, 20, 0, lambda t, i, d: plain_line(t, "INFO", f"thumbnail created in {d.randint(20, 40)} ms")), every("us2", 150, 20, 3, lambda t, i, d: plain_line(t, "INFO", f"object stored in bucket media, elapsed {d.randint(80, 120) if i < 80 else d.randint(4200, 6100)} ms")))},
         verdict=["problem", "unexplained"], rule=["slow_call"], facts=["elapsed|stored in bucket"], decisive="elapsed", names=[])
    save("log-mongo-election", "Why did writes fail for some seconds?", {"app.log": log_of(noise("me", 300, 3), every("me", 14, 1, 400, lambda t, i, d: plain_line(t, "ERROR", "write failed: NotWritablePrimary: not primary and secondaryOk=false"))), "mongod.log": json_line(398, "W", "Heartbeat failed after max retries", host="db-2:27017") + "\n" + json_line(399, "I", "Starting an election, since we've seen no PRIMARY in the past 10000ms") + "\n" + json_line(413, "I", "Transition to PRIMARY complete; database writes are now permitted") + "\n"},
         verdict=["problem", "unexplained"], rule=["error_group", "leader_lost", "retries_exhausted"], facts=["not primary|NotWritablePrimary|election"], names=[])
    save("log-disk-quota", "Why do builds fail on runner-6?", {"runner.log": log_of(noise("dq", 150, 3), every("dq", 7, 40, 60, lambda t, i, d: plain_line(t, "ERROR", f"job {d.randint(100, 999)} failed: write /builds/cache/layer.tar: disk quota exceeded")))},
         verdict="problem", rule=["disk_full"], facts=["disk quota exceeded"], decisive="quota", names=[])
    save("healthy-mixed", "Do the services show errors?", {"a.log": log_of(noise("ha", 200, 3)), "b.log": log_of(noise("hb2", 200, 3, shape=java_line, extra=("main", "c.a.B"))), "pods.txt": get_pods(("a-6d5f-x", "1/1", "Running", 0, "2d"), ("b-7d5f-x", "1/1", "Running", 0, "2d"))},
         verdict="healthy", rule=[], facts=[r"\bno (error|problem|trouble)"], names=[])
    save("healthy-handled", "Is the crawler healthy?", {"crawler.log": log_of(noise("hh", 400, 3), [(i * 50, plain_line(i * 50, "WARN", f"page /p/{i} returned 404, skipped")) for i in range(1, 15)])},
         verdict="healthy", rule=[], facts=[r"\bno (error|problem|trouble)"], names=[])
    save("healthy-wide", "Any unhealthy pods?", {"pods.txt": "NAMESPACE     NAME                        READY   STATUS    RESTARTS      AGE   IP            NODE   NOMINATED NODE   READINESS GATES\nkube-system   coredns-76f75df574-2xkzp    1/1     Running   0             9d    10.244.0.3    cp-1   <none>           <none>\nshop          cart-6d5f7c8b9-aa1bb        2/2     Running   1 (9d ago)    9d    10.244.1.7    w-1    <none>           <none>\n"},
         verdict="healthy", rule=[], facts=[r"\bno (error|problem|trouble)"], names=[])


WRITERS = [fourth]
