"""Scenarios whose evidence is kubectl output, often with the log of a pod."""
from writing import *

BACKOFF = "Back-off restarting failed container"


def crash_python():
    pod, image = "ledger-sync-6f7c9d8b5-tq4zn", "registry.acme.io/fin/ledger-sync:2.14.0"
    log = log_of(noise("py1", 14, .3, shape=python_line, extra=("ledger.boot",)), [(20, python_line(20, "ERROR", "ledger.main", "unhandled error in start-up") + """
Traceback (most recent call last):
  File "/app/ledger/main.py", line 88, in <module>
    run()
  File "/app/ledger/main.py", line 61, in run
    rates = load_rates(settings.rates_path)
  File "/app/ledger/rates.py", line 27, in load_rates
    return {row["currency"]: Decimal(row["rate"]) for row in rows}
  File "/app/ledger/rates.py", line 27, in <dictcomp>
    return {row["currency"]: Decimal(row["rate"]) for row in rows}
KeyError: 'rate'""")])
    save("crash-python", "Why does ledger-sync keep restarting?",
         {"kubectl_get_pods.txt": get_pods((pod, "0/1", "CrashLoopBackOff", "6 (48s ago)", "9m"), ("ledger-api-5d4f7c66b-x2v8k", "1/1", "Running", 0, "3d")),
          "kubectl_describe.txt": describe_pod(pod, "finance", container("ledger-sync", image, waiting("CrashLoopBackOff", 6, ("Error", 1))),
                                               started(pod, image) + [("Warning", "BackOff", "41s (x22 over 9m)", "kubelet", BACKOFF + " ledger-sync in pod " + pod)]),
          "kubectl_logs.txt": log},
         verdict="problem", rule=["application_crash"], facts=[r"KeyError.{0,6}rate"], decisive="KeyError", names=["ledger-sync", "ledger"])


def crash_java():
    pod, image = "billing-core-7b9c6f55d-k8wpl", "acme/billing-core:5.1.3"
    log = log_of(noise("jv", 30, .5, shape=java_line, extra=("main", "c.a.billing.BillingApplication")), [(40, java_line(40, "ERROR", "main", "o.s.boot.SpringApplication", "Application run failed") + """
org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'tariffRepository' defined in URL [jar:file:/app/app.jar!/BOOT-INF/classes!/com/acme/TariffRepository.class]
	at org.springframework.beans.factory.support.AbstractAutowireCapableBeanFactory.initializeBean(AbstractAutowireCapableBeanFactory.java:1804)
	at org.springframework.beans.factory.support.DefaultSingletonBeanRegistry.getSingleton(DefaultSingletonBeanRegistry.java:234)
	... 31 common frames omitted
Caused by: java.lang.IllegalStateException: tariff table version 17 is newer than supported version 16
	at com.acme.TariffRepository.check(TariffRepository.java:52)
	... 44 common frames omitted""")])
    save("crash-java", "billing-core is in CrashLoopBackOff, what is the root cause?",
         {"kubectl_describe.txt": describe_pod(pod, "billing", container("billing-core", image, waiting("CrashLoopBackOff", 11, ("Error", 1))),
                                               started(pod, image) + [("Warning", "BackOff", "8s (x61 over 22m)", "kubelet", BACKOFF + " billing-core in pod " + pod)]),
          "kubectl_logs_previous.txt": log},
         verdict=["problem", "unexplained"], rule=["error_group", "application_crash"], facts=[r"version 17 is newer|tariff"], names=["billing-core"])


def crash_go():
    pod, image = "geo-index-59f8d7c44b-zz2mp", "ghcr.io/acme/geo-index:v0.9.7"
    log = log_of(noise("go", 20, .4), [(30, """panic: runtime error: index out of range [5] with length 5

goroutine 1 [running]:
main.(*shardMap).owner(0xc0001a2000, {0xc00011c0f0, 0x6})
	/src/cmd/geo-index/shards.go:118 +0x1f4
main.main()
	/src/cmd/geo-index/main.go:54 +0x2b8
exit status 2""")])
    save("crash-go", "What is wrong with the geo-index pod?",
         {"describe.txt": describe_pod(pod, "maps", container("geo-index", image, waiting("CrashLoopBackOff", 4, ("Error", 2))),
                                       started(pod, image) + [("Warning", "BackOff", "2s (x9 over 3m)", "kubelet", BACKOFF + " geo-index in pod " + pod)]),
          "logs.txt": log},
         verdict="problem", rule=["application_crash"], facts=["index out of range"], decisive="panic:", names=["geo-index"])


def crash_node():
    pod, image = "notify-web-84d7b9f6c7-2lqsh", "acme/notify-web:1.0.44"
    log = """
> notify-web@1.0.44 start
> node dist/server.js

node:internal/modules/cjs/loader:1080
  throw err;
  ^

Error: Cannot find module './templates/welcome'
Require stack:
- /srv/dist/mailer.js
- /srv/dist/server.js
    at Module._resolveFilename (node:internal/modules/cjs/loader:1077:15)
    at Module._load (node:internal/modules/cjs/loader:922:27)
    at Module.require (node:internal/modules/cjs/loader:1143:19) {
  code: 'MODULE_NOT_FOUND',
  requireStack: [ '/srv/dist/mailer.js', '/srv/dist/server.js' ]
}

Node.js v18.17.1
npm ERR! code ELIFECYCLE
npm ERR! errno 1
"""
    save("crash-node", "Why is notify-web crashing?",
         {"describe.txt": describe_pod(pod, "default", container("notify-web", image, waiting("CrashLoopBackOff", 7, ("Error", 1))),
                                       started(pod, image) + [("Warning", "BackOff", "1m (x30 over 8m)", "kubelet", BACKOFF + " notify-web in pod " + pod)]),
          "logs.txt": log},
         verdict="problem", rule=["module_missing"], facts=[r"Cannot find module.{0,30}welcome"], decisive="MODULE_NOT_FOUND|Cannot find module", names=["notify-web"])


def wrong_command():
    pod, image = "report-gen-6c8f9dd5c8-lw7vt", "python:3.11-slim"
    error = ('failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container '
             'process: exec: "pyhton": executable file not found in $PATH: unknown')
    save("wrong-command", "report-gen does not start. Why?",
         {"describe.txt": describe_pod(pod, "reports", container("report-gen", image, waiting("CrashLoopBackOff", 5, ("StartError", 128)), extra="    Command:\n      pyhton\n      -m\n      report\n"),
                                       started(pod, image)[:3] + [("Warning", "Failed", "2m (x5 over 4m)", "kubelet", "Error: " + error),
                                                                  ("Warning", "BackOff", "9s (x19 over 4m)", "kubelet", BACKOFF + " report-gen in pod " + pod)])},
         verdict="problem", rule=["container_start_error", "command_missing", "command_unknown"], facts=["pyhton"], decisive="pyhton|StartError", names=["report-gen"])


def missing_env():
    pod, image = "checkout-gw-78d5c9b6f4-9xkqr", "acme/checkout-gw:3.3.0"
    save("missing-env", "Why is checkout-gw failing?",
         {"kubectl_get.txt": get_pods((pod, "0/1", "Error", "3 (31s ago)", "70s"), namespace="shop"),
          "logs.txt": log_of(noise("env", 6, .1, shape=json_line and (lambda t, l, x: json_line(t, l, x))),
                             [(2, json_line(2, "fatal", "environment variable STRIPE_WEBHOOK_SECRET is not set", component="config"))])},
         verdict="problem", rule=["env_missing"], facts=["STRIPE_WEBHOOK_SECRET"], decisive="STRIPE_WEBHOOK", names=["checkout-gw"])


def deployment(name, namespace, image, body="", replicas=1, spec="", labels=None):
    labels = labels or name
    return f"""apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {namespace}
  labels:
    app: {name}
spec:
  replicas: {replicas}
  selector:
    matchLabels:
      app: {labels}
  template:
    metadata:
      labels:
        app: {labels}
    spec:
{spec}      containers:
      - name: {name}
        image: {image}
        ports:
        - containerPort: 8080
{body}"""


def secret_missing_manifest():
    save("secret-missing-manifest", "Why is the inventory-api pod in CreateContainerConfigError in namespace stores?",
         {"objects.yaml": deployment("inventory-api", "stores", "acme/inventory-api:1.8.2", """        env:
        - name: DB_HOST
          value: inventory-db
        - name: DB_PASSWORD
          valueFrom:
            secretKeyRef:
              name: inventory-db-credentials
              key: password
""") + """---
apiVersion: v1
kind: Service
metadata:
  name: inventory-db
  namespace: stores
spec:
  selector:
    app: inventory-db
  ports:
  - port: 5432
"""}, verdict="problem", rule=["object_missing"], facts=["inventory-db-credentials", "secret"], decisive="secretKeyRef|inventory-db-credentials", names=["inventory-api", "inventory-db"])


def secret_missing_live():
    pod, image = "tax-engine-5c97b85d6-fn2jw", "acme/tax-engine:4.0.1"
    save("secret-missing-live", "tax-engine pods are not starting",
         {"describe.txt": describe_pod(pod, "billing", container("tax-engine", image, waiting("CreateContainerConfigError"), env="\n      TAX_KEY:  <set to the key 'api-key' in secret 'tax-provider'>  Optional: false"),
                                       [("Normal", "Scheduled", "5m12s", "default-scheduler", "Successfully assigned billing/" + pod + " to worker-2"),
                                        ("Warning", "Failed", "2m (x12 over 5m)", "kubelet", 'Error: secret "tax-provider" not found'),
                                        ("Normal", "Pulled", "6s (x25 over 5m)", "kubelet", f'Container image "{image}" already present on machine')], status="Pending")},
         verdict="problem", rule=["object_missing", "container_config_error"], facts=["tax-provider"], decisive="tax-provider|CreateContainerConfigError", names=["tax-engine", "tax-provider"])


def configmap_key_missing():
    save("configmap-key-missing", "The router pod does not start, what is wrong?",
         {"objects.yaml": deployment("router", "edge", "envoyproxy/envoy:v1.29.1", """        env:
        - name: UPSTREAM_TIMEOUT
          valueFrom:
            configMapKeyRef:
              name: router-settings
              key: upstream.timeout
""") + """---
apiVersion: v1
kind: ConfigMap
metadata:
  name: router-settings
  namespace: edge
data:
  upstream.retries: "3"
  log.level: info
"""}, verdict="problem", rule=["object_missing"], facts=[r"upstream\.timeout", "router-settings"], decisive="configMapKeyRef|key: upstream.timeout", names=["router"])


def configmap_mount_live():
    pod, image = "gateway-7d4b9c8f96-hp2ls", "nginx:1.25"
    save("configmap-mount-live", "Why is gateway stuck in ContainerCreating?",
         {"pods.txt": get_pods((pod, "0/1", "ContainerCreating", 0, "6m")),
          "describe.txt": describe_pod(pod, "edge", container("gateway", image, waiting("ContainerCreating")),
                                       [("Normal", "Scheduled", "6m", "default-scheduler", "Successfully assigned edge/" + pod + " to worker-2"),
                                        ("Warning", "FailedMount", "52s (x10 over 6m)", "kubelet", 'MountVolume.SetUp failed for volume "site-conf" : configmap "gateway-site-conf" not found')], status="Pending",
                                       volumes="  site-conf:\n    Type:      ConfigMap (a volume populated by a ConfigMap)\n    Name:      gateway-site-conf\n    Optional:  false\n")},
         verdict="problem", rule=["object_missing", "mount_failed"], facts=["gateway-site-conf", "not found|missing"], decisive="gateway-site-conf", names=["gateway"])


def pvc_storage_class():
    save("pvc-storage-class", "Why is the pod of archive-db pending?",
         {"pods.txt": get_pods(("archive-db-0", "0/1", "Pending", 0, "14m")),
          "describe_pvc.txt": """Name:          data-archive-db-0
Namespace:     archive
StorageClass:  fast-ssd
Status:        Pending
Volume:        
Labels:        app=archive-db
Annotations:   <none>
Finalizers:    [kubernetes.io/pvc-protection]
Capacity:      
Access Modes:  
VolumeMode:    Filesystem
Used By:       archive-db-0
Events:
  Type     Reason              Age                  From                         Message
  ----     ------              ----                 ----                         -------
  Warning  ProvisioningFailed  3s (x58 over 14m)    persistentvolume-controller  storageclass.storage.k8s.io "fast-ssd" not found
""", "storageclasses.txt": table(["NAME", "PROVISIONER", "RECLAIMPOLICY", "VOLUMEBINDINGMODE", "ALLOWVOLUMEEXPANSION", "AGE"], ("standard (default)", "rancher.io/local-path", "Delete", "WaitForFirstConsumer", "false", "81d"))},
         verdict="problem", rule=["object_missing", "pvc_pending"], facts=["fast-ssd", "not found|missing|does not exist"], decisive="fast-ssd", names=["archive-db", "fast-ssd"])


def pvc_manifest():
    save("pvc-missing-manifest", "mediastore is Pending. What is the problem?",
         {"all.yaml": """apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: media-data
  namespace: media
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: premium-nvme
  resources:
    requests:
      storage: 20Gi
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: standard
provisioner: rancher.io/local-path
---
apiVersion: v1
kind: Pod
metadata:
  name: mediastore
  namespace: media
spec:
  containers:
  - name: mediastore
    image: minio/minio:RELEASE.2024-01-01T16-36-33Z
    volumeMounts:
    - mountPath: /data
      name: data
  volumes:
  - name: data
    persistentVolumeClaim:
      claimName: media-data
"""}, verdict="problem", rule=["object_missing", "pvc_pending"], facts=["premium-nvme"], decisive="premium-nvme", names=["mediastore", "premium-nvme"])


def pending(name, pod, message, question, fact, rule=("unschedulable",), selectors="<none>"):
    save(name, question,
         {"pods.txt": get_pods((pod, "0/1", "Pending", 0, "21m"), ("other-app-6b7f8c9d5-abcde", "1/1", "Running", 0, "6d")),
          "describe.txt": describe_pod(pod, "batch", container(pod.rsplit("-", 2)[0], "acme/x:1", "", extra="    Requests:\n      cpu:        250m\n      memory:     256Mi\n"),
                                       [("Warning", "FailedScheduling", "3m (x5 over 21m)", "default-scheduler", message)], status="Pending", node="<none>", selectors=selectors)},
         verdict="problem", rule=list(rule), facts=fact, decisive="FailedScheduling|nodes are available", names=[pod.rsplit("-", 2)[0]])


def unschedulable():
    pending("pending-cpu", "simulator-5b8c7d9f7b-pl4tz", "0/4 nodes are available: 4 Insufficient cpu. preemption: 0/4 nodes are available: 4 No preemption victims found for incoming pod.",
            "Why is simulator pending?", ["Insufficient cpu"])
    pending("pending-node-selector", "gpu-trainer-66d8f7b9c5-mm2xs", "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
            "gpu-trainer is not being scheduled, why?", ["affinity/selector|node selector", ], ("unschedulable", "node_constraint"), "accelerator=a100")
    pending("pending-taint", "etl-runner-7c66d5f9b8-jk3vd", "0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 node(s) had untolerated taint {dedicated: gpu}. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
            "What is blocking etl-runner?", ["untolerated taint", "dedicated"])
    save("anti-affinity-manifest", "Only one of the session-cache replicas runs. Why are the others pending?",
         {"deploy.yaml": deployment("session-cache", "web", "redis:7", replicas=4, spec="""      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - labelSelector:
              matchLabels:
                app: session-cache
            topologyKey: kubernetes.io/hostname
"""), "nodes.txt": table(["NAME", "STATUS", "ROLES", "AGE", "VERSION"], ("kind-control-plane", "Ready", "control-plane", "20d", "v1.29.2"), ("kind-worker", "Ready", "<none>", "20d", "v1.29.2"))},
         verdict="problem", rule=["anti_affinity"], facts=["anti-?affinity"], decisive="AntiAffinity|requiredDuring", names=["session-cache"])


def quota():
    save("quota-live", "Deployment pricing does not scale to 5 replicas, why?",
         {"deploy.txt": table(["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"], ("pricing", "3/5", 3, 3, "12d")),
          "events.txt": table(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"],
                              ("2m10s", "Warning", "FailedCreate", "replicaset/pricing-6f9d7c55b", 'Error creating: pods "pricing-6f9d7c55b-2fzqn" is forbidden: exceeded quota: team-quota, requested: requests.cpu=500m, used: requests.cpu=1500m, limited: requests.cpu=1800m'),
                              ("9m", "Normal", "ScalingReplicaSet", "deployment/pricing", "Scaled up replica set pricing-6f9d7c55b to 5 from 3"))},
         verdict="problem", rule=["quota_exceeded"], facts=["quota", "team-quota"], decisive="exceeded quota", names=["pricing", "team-quota"])
    save("quota-manifest", "Why do the analytics pods not get created?",
         {"all.yaml": """apiVersion: v1
kind: ResourceQuota
metadata:
  name: small
  namespace: insights
spec:
  hard:
    requests.cpu: "1"
    requests.memory: 1Gi
---
""" + deployment("analytics", "insights", "acme/analytics:2", """        resources:
          requests:
            cpu: 750m
            memory: 300Mi
""", replicas=3)}, verdict="problem", rule=["quota_exceeded"], facts=["quota", r"requests\.cpu|cpu"], decisive="requests.cpu|cpu: 750m", names=["analytics"])


def pull(name, image, message, question, fact, short):
    pod = name.replace("pull-", "app-") + "-7f8d9c6b54-r5t6y"
    save(name, question.format(app=pod.rsplit("-", 2)[0]),
         {"pods.txt": get_pods((pod, "0/1", "ImagePullBackOff", 0, "11m")),
          "describe.txt": describe_pod(pod, "prod", container(pod.rsplit("-", 2)[0], image, waiting("ImagePullBackOff", message=f'Back-off pulling image "{image}"')),
                                       [("Normal", "Scheduled", "11m", "default-scheduler", "Successfully assigned prod/" + pod + " to worker-2"), ("Normal", "Pulling", "9m (x4 over 11m)", "kubelet", f'Pulling image "{image}"'),
                                        ("Warning", "Failed", "9m (x4 over 11m)", "kubelet", f'Failed to pull image "{image}": {message}'), ("Warning", "Failed", "9m (x4 over 11m)", "kubelet", "Error: ErrImagePull"),
                                        ("Normal", "BackOff", "64s (x43 over 11m)", "kubelet", f'Back-off pulling image "{image}"')], status="Pending")},
         verdict="problem", rule=["image_pull"], facts=fact, decisive="ImagePull|pull|image", names=[pod.rsplit("-", 2)[0]])


def image_pull():
    pull("pull-auth", "registry.corp.example/pay/ledger:9", 'failed to pull and unpack image "registry.corp.example/pay/ledger:9": failed to resolve reference "registry.corp.example/pay/ledger:9": pulling from host registry.corp.example failed with status code [manifests 9]: 401 Unauthorized',
         "Why is {app} not running?", ["401|unauthorized", "registry.corp.example/pay/ledger:9"], "auth")
    pull("pull-tag", "acme/search:1.99.0-rcx", 'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/acme/search:1.99.0-rcx": failed to resolve reference "docker.io/acme/search:1.99.0-rcx": docker.io/acme/search:1.99.0-rcx: not found',
         "What is the issue with {app}?", [r"acme/search:1\.99\.0-rcx", "not found"], "tag")
    pull("pull-registry-down", "harbor.lab.local/base/api:3", 'failed to pull and unpack image "harbor.lab.local/base/api:3": failed to do request: Head "https://harbor.lab.local/v2/base/api/manifests/3": dial tcp 10.12.0.9:443: connect: connection refused',
         "{app} hangs, why?", ["harbor.lab.local", "refused"], "down")


def init_waits():
    pod, image = "crm-api-6d7c8f9b5-wq8nz", "acme/crm-api:12"
    init = container("wait-for-db", "busybox:1.36", "    State:          Running\n      Started:      Tue, 17 Mar 2026 08:01:05 +0000\n    Ready:          False\n    Restart Count:  0\n",
                     ports="<none>", extra="    Command:\n      sh\n      -c\n      until nc -z crm-postgres 5432; do echo waiting for crm-postgres; sleep 2; done\n")
    save("init-waits-service", "Why is crm-api stuck in Init:0/1?",
         {"pods.txt": get_pods((pod, "0/1", "Init:0/1", 0, "33m")),
          "describe.txt": describe_pod(pod, "crm", container("crm-api", image, waiting("PodInitializing")), started(pod, "busybox:1.36", "33m"), status="Pending", init=init),
          "init_logs.txt": "nc: bad address 'crm-postgres'\nwaiting for crm-postgres\n" * 40,
          "services.txt": table(["NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE"], ("crm-api", "ClusterIP", "10.96.14.2", "<none>", "80/TCP", "33m"), ("crm-pg", "ClusterIP", "10.96.77.41", "<none>", "5432/TCP", "33m"))},
         verdict=["problem"], rule=["service_missing", "dns_failure", "init_container_failed"], facts=["crm-postgres"], names=["crm-api"])


def liveness():
    pod, image = "recommender-5f6d7c8b9-vv7xk", "acme/recommender:0.31"
    save("liveness-strict", "Why does recommender restart all the time?",
         {"describe.txt": describe_pod(pod, "ml", container("recommender", image, waiting("CrashLoopBackOff", 9, ("Error", 137)), extra="    Liveness:       http-get http://:8080/live delay=5s timeout=1s period=5s #success=1 #failure=2\n"),
                                       started(pod, image) + [("Warning", "Unhealthy", "3m (x20 over 25m)", "kubelet", 'Liveness probe failed: Get "http://10.244.2.31:8080/live": dial tcp 10.244.2.31:8080: connect: connection refused'),
                                                              ("Normal", "Killing", "3m (x10 over 25m)", "kubelet", "Container recommender failed liveness probe, will be restarted")], ready=False),
          "logs.txt": log_of([(i * 3, plain_line(i * 3, "INFO", f"loading model shard {i}/40")) for i in range(1, 6)])},
         verdict=["problem", "unexplained"], rule=["probe_failed", "probe_misconfigured"], facts=["liveness probe"], names=["recommender"])


def readiness():
    pod, image = "profile-svc-79b6c8d5f-n3k2p", "acme/profile-svc:8.2"
    save("readiness-500", "profile-svc gets no traffic. Why is it not ready?",
         {"pods.txt": get_pods((pod, "0/1", "Running", 0, "18m")),
          "describe.txt": describe_pod(pod, "people", container("profile-svc", image, extra="    Readiness:      http-get http://:8080/ready delay=10s timeout=1s period=10s #success=1 #failure=3\n"),
                                       started(pod, image) + [("Warning", "Unhealthy", "4s (x108 over 17m)", "kubelet", "Readiness probe failed: HTTP probe failed with statuscode: 500")]),
          "logs.txt": log_of(noise("rd", 120, 6), [(30 + 10 * i, json_line(30 + 10 * i, "error", "readiness check: search index 'people-v3' is missing", path="/ready", status=500)) for i in range(40)])},
         verdict=["problem", "unexplained"], rule=["object_missing", "probe_failed", "error_group"], facts=["readiness", "people-v3|500"], names=["profile-svc"])


def oom_live():
    pod, image = "thumbnailer-6c5d8f7b94-4zzxr", "acme/thumbnailer:2.2"
    save("oom-live", "thumbnailer restarts, what is happening?",
         {"describe.txt": describe_pod(pod, "media", container("thumbnailer", image, "    State:          Running\n      Started:      Tue, 17 Mar 2026 08:47:12 +0000\n    Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137\n"
                                                                "      Started:      Tue, 17 Mar 2026 08:40:02 +0000\n      Finished:     Tue, 17 Mar 2026 08:47:11 +0000\n    Ready:          True\n    Restart Count:  12\n", extra="    Limits:\n      memory:  192Mi\n    Requests:\n      memory:  96Mi\n"),
                                       started(pod, image) + [("Warning", "BackOff", "7m (x21 over 2h)", "kubelet", BACKOFF + " thumbnailer in pod " + pod)], ready=True),
          "logs.txt": log_of(noise("oom", 200, 2))},
         verdict="problem", rule=["oom_killed"], facts=["OOM|out of memory", "192Mi"], decisive="OOMKilled|137", names=["thumbnailer"])


def jobs():
    pod, image = "db-migrate-x7k2p", "acme/migrate:41"
    save("job-backoff", "Why did the job db-migrate fail?",
         {"describe_job.txt": """Name:             db-migrate
Namespace:        release
Selector:         batch.kubernetes.io/controller-uid=4c1f
Labels:           app=db-migrate
Annotations:      <none>
Parallelism:      1
Completions:      1
Completion Mode:  NonIndexed
Backoff Limit:    3
Start Time:       Tue, 17 Mar 2026 08:00:01 +0000
Pods Statuses:    0 Active (0 Ready) / 0 Succeeded / 4 Failed
Pod Template:
  Labels:  app=db-migrate
  Containers:
   db-migrate:
    Image:      acme/migrate:41
    Port:       <none>
    Host Port:  <none>
    Command:
      /bin/migrate
      up
    Environment:  <none>
    Mounts:       <none>
  Volumes:        <none>
Events:
  Type     Reason                Age    From            Message
  ----     ------                ----   ----            -------
  Normal   SuccessfulCreate      9m     job-controller  Created pod: db-migrate-x7k2p
  Warning  BackoffLimitExceeded  5m     job-controller  Job has reached the specified backoff limit
""", "logs.txt": plain_line(1, "INFO", "connected to postgres://release-db:5432/app") + "\n" + plain_line(2, "INFO", "applying 0041_add_region.sql") + "\n" + plain_line(2.4, "ERROR", 'pq: column "region" of relation "stores" already exists') + "\n" + plain_line(2.5, "FATAL", "migration 0041_add_region.sql failed") + "\n"},
         verdict="problem", rule=["migration_failed", "constraint_violated", "error_group"], facts=["already exists|migration.{0,30}failed", "region"], names=["db-migrate"])
    save("cronjob-forbidden", "The nightly-prune cronjob fails every night, why?",
         {"pods.txt": get_pods(("nightly-prune-29038560-4s8bd", "0/1", "Error", 0, "6h"), ("nightly-prune-29037120-zq7ww", "0/1", "Error", 0, "30h")),
          "logs.txt": "+ kubectl -n sandbox delete pods --field-selector=status.phase==Succeeded\n" + 'Error from server (Forbidden): pods is forbidden: User "system:serviceaccount:sandbox:default" cannot list resource "pods" in API group "" in the namespace "sandbox"\n'},
         verdict="problem", rule=["rbac_forbidden"], facts=["forbidden|may not|cannot list", "serviceaccount:sandbox:default|sandbox"], decisive="forbidden", names=["nightly-prune"])


def network_policy():
    save("network-policy", "storefront cannot reach catalog, why?",
         {"policy.yaml": """apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: catalog-only-admin
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: catalog
  policyTypes: [Ingress]
  ingress:
  - from:
    - podSelector:
        matchLabels:
          app: admin
---
""" + deployment("catalog", "shop", "acme/catalog:1") + "---\n" + deployment("storefront", "shop", "acme/storefront:1", """        env:
        - name: CATALOG_URL
          value: http://catalog:8080
""") + "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: catalog\n  namespace: shop\nspec:\n  selector:\n    app: catalog\n  ports:\n  - port: 8080\n"},
         verdict="problem", rule=["network_policy_blocks"], facts=["catalog-only-admin|network policy"], decisive="NetworkPolicy|policyTypes", names=["storefront", "catalog"])


def selector():
    save("selector-mismatch", "Requests to the quotes service fail with connection refused. What is wrong?",
         {"all.yaml": deployment("quotes", "fx", "acme/quotes:7", labels="quotes-v2") + "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: quotes\n  namespace: fx\nspec:\n  selector:\n    app: quotes\n  ports:\n  - port: 80\n    targetPort: 8080\n",
          "endpoints.txt": table(["NAME", "ENDPOINTS", "AGE"], ("quotes", "<none>", "44m"))},
         verdict="problem", rule=["selector_mismatch", "service_without_endpoints"], facts=["selector|no endpoints", "quotes"], decisive="selector|app: quotes|ENDPOINTS|<none>", names=["quotes"])


def ingress():
    save("ingress-class", "The shop ingress has no address. Why?",
         {"ing.txt": table(["NAME", "CLASS", "HOSTS", "ADDRESS", "PORTS", "AGE"], ("shop", "ngnix", "shop.acme.example", "", "80", "3h")),
          "ingress.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\n  namespace: web\nspec:\n  ingressClassName: ngnix\n  rules:\n  - host: shop.acme.example\n    http:\n      paths:\n      - path: /\n        pathType: Prefix\n        backend:\n          service:\n            name: shop\n            port:\n              number: 80\n",
          "classes.txt": table(["NAME", "CONTROLLER", "PARAMETERS", "AGE"], ("nginx", "k8s.io/ingress-nginx", "<none>", "200d"))},
         verdict="problem", rule=["ingress_class_missing"], facts=["ngnix"], decisive="ngnix", names=["shop"])


def wrong_namespace():
    save("wrong-namespace", "Why can frontend-web not find its backend?",
         {"all.yaml": deployment("frontend-web", "web", "acme/frontend:1", """        env:
        - name: BACKEND_HOST
          value: backend-svc.apps.svc.cluster.local
""") + "---\n" + deployment("backend", "services", "acme/backend:1") + "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: backend-svc\n  namespace: services\nspec:\n  selector:\n    app: backend\n  ports:\n  - port: 8080\n"},
         verdict="problem", rule=["service_missing"], facts=["backend-svc", "services|namespace"], decisive="BACKEND_HOST|backend-svc", names=["frontend-web"])


def hpa():
    save("hpa-no-metrics", "Why is the HPA for encoder not scaling?",
         {"hpa.txt": table(["NAME", "REFERENCE", "TARGETS", "MINPODS", "MAXPODS", "REPLICAS", "AGE"], ("encoder", "Deployment/encoder", "<unknown>/60%", 1, 8, 1, "6d")),
          "describe.txt": """Name:                                                  encoder
Namespace:                                             video
Labels:                                                <none>
Annotations:                                           <none>
CreationTimestamp:                                     Wed, 11 Mar 2026 10:22:17 +0000
Reference:                                             Deployment/encoder
Metrics:                                               ( current / target )
  resource cpu on pods  (as a percentage of request):  <unknown> / 60%
Min replicas:                                          1
Max replicas:                                          8
Deployment pods:                                       1 current / 0 desired
Conditions:
  Type           Status  Reason                   Message
  ----           ------  ------                   -------
  AbleToScale    True    SucceededGetScale        the HPA controller was able to get the target's current scale
  ScalingActive  False   FailedGetResourceMetric  the HPA was unable to compute the replica count: failed to get cpu utilization: missing request for cpu in container encoder of Pod encoder-7c5b9d8f6-4hxqt
Events:
  Type     Reason                   Age                   From                       Message
  ----     ------                   ----                  ----                       -------
  Warning  FailedGetResourceMetric  2m (x2401 over 10h)   horizontal-pod-autoscaler  failed to get cpu utilization: missing request for cpu in container encoder of Pod encoder-7c5b9d8f6-4hxqt
"""}, verdict="problem", rule=["hpa_failed"], facts=["missing request for cpu"], decisive="missing request|unknown", names=["encoder"])


def eviction():
    save("eviction-disk", "Why was log-shipper evicted?",
         {"pods.txt": get_pods(("log-shipper-7xk2p", "0/1", "Evicted", 0, "2h"), ("log-shipper-9ddwq", "1/1", "Running", 0, "2h")),
          "events.txt": table(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"],
                              ("51m", "Warning", "Evicted", "pod/log-shipper-7xk2p", "The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 8123Mi. Container log-shipper was using 22Gi, request is 0, has larger consumption of ephemeral-storage."),
                              ("52m", "Warning", "EvictionThresholdMet", "node/worker-3", "Attempting to reclaim ephemeral-storage"),
                              ("50m", "Normal", "NodeHasDiskPressure", "node/worker-3", "Node worker-3 status is now: NodeHasDiskPressure"))},
         verdict="problem", rule=["evicted", "node_pressure"], facts=["ephemeral-storage|disk ?pressure"], decisive="ephemeral-storage|DiskPressure|Evict", names=["log-shipper"])


def failing_pods():
    save("which-pods-fail", "Which pods are failing in namespace retail and why?",
         {"pods.txt": get_pods(("cart-6d5f7c8b9-aa1bb", "1/1", "Running", 0, "2d"), ("coupon-7f8d6c5b4-cc2dd", "0/1", "ImagePullBackOff", 0, "40m"), ("search-5c4b7d9f8-ee3ff", "1/1", "Running", "1 (2d ago)", "4d"),
                               ("stock-feed-84c6b7d5f-gg4hh", "0/1", "CrashLoopBackOff", "17 (2m ago)", "65m"), ("report-28471-ii5jj", "0/1", "Completed", 0, "5h"), ("wishlist-66b7c9d4f-kk6ll", "0/1", "Pending", 0, "12m"))},
         verdict=["problem", "unexplained"], rule=["image_pull", "crash_loop", "pod_pending"], facts=["coupon", "stock-feed", "wishlist"], names=["coupon", "stock-feed", "wishlist"])


def rbac_app():
    save("rbac-operator", "The backup-operator does nothing since the upgrade, what is wrong?",
         {"logs.txt": log_of(noise("rb", 60, 5), [(20 + 15 * i, plain_line(20 + 15 * i, "ERROR", 'reflector.go:147] failed to list *v1.VolumeSnapshot: volumesnapshots.snapshot.storage.k8s.io is forbidden: User "system:serviceaccount:ops:backup-operator" cannot list resource "volumesnapshots" in API group "snapshot.storage.k8s.io" at the cluster scope')) for i in range(12)])},
         verdict="problem", rule=["rbac_forbidden"], facts=["volumesnapshots", "cannot list|forbidden|may not"], decisive="forbidden", names=["backup-operator"])


def truncated():
    pod = "indexer-7d8c9b6f5-tt9uu"
    save("wrong-port-probe", "Why is the indexer not ready?",
         {"deploy.yaml": deployment("indexer", "search", "acme/indexer:5", """        readinessProbe:
          httpGet:
            path: /ready
            port: 9090
          periodSeconds: 10
"""), "pods.txt": get_pods((pod, "0/1", "Running", 0, "25m"))},
         verdict="problem", rule=["probe_misconfigured", "port_mismatch"], facts=["9090"], decisive="9090|readinessProbe", names=["indexer"])


WRITERS = [crash_python, crash_java, crash_go, crash_node, wrong_command, missing_env, secret_missing_manifest, secret_missing_live, configmap_key_missing,
           configmap_mount_live, pvc_storage_class, pvc_manifest, unschedulable, quota, image_pull, init_waits, liveness, readiness, oom_live, jobs,
           network_policy, selector, ingress, wrong_namespace, hpa, eviction, failing_pods, rbac_app, truncated]
