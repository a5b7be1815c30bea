"""What the scenario writers share: kubectl output and log lines in their usual shapes, with the usual noise."""
import datetime
import gzip
import json
import os
import random

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "scenarios")
START = datetime.datetime(2026, 3, 17, 8, 0, 0)


def save(name, question, files, **expected):
    """Writes one scenario: its evidence files and what is expected of the program."""
    folder = os.path.join(TARGET, name)
    os.makedirs(os.path.join(folder, "evidence"), exist_ok=True)
    for path, text in files.items():
        text = text if text.endswith("\n") else text + "\n"
        if path.endswith(".gz"):
            with open(os.path.join(folder, "evidence", path), "wb") as f:
                f.write(gzip.compress(text.encode(), mtime=0))
        else:
            with open(os.path.join(folder, "evidence", path), "w", encoding="utf-8") as f:
                f.write(text)
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as f:
        json.dump({"question": question, **expected}, f, indent=1)
        f.write("\n")


def dice(name):
    return random.Random(name)


def clock(seconds, form="%Y-%m-%dT%H:%M:%S", millis=True, zone="Z", start=START):
    t = start + datetime.timedelta(seconds=seconds)
    text = t.strftime(form)
    return text + (f".{t.microsecond // 1000:03d}" if millis else "") + zone


def table(header, *rows):
    rows = [header] + [[str(x) for x in r] for r in rows]
    widths = [max(len(r[i]) for r in rows) for i in range(len(header))]
    return "\n".join("   ".join(x.ljust(w) for x, w in zip(r, widths)).rstrip() for r in rows) + "\n"


def get_pods(*rows, namespace=None):
    """Rows: name, ready, status, restarts, age."""
    header = ["NAME", "READY", "STATUS", "RESTARTS", "AGE"]
    if namespace:
        return table(["NAMESPACE"] + header, *[[namespace, *r] for r in rows])
    return table(header, *rows)


RUNNING = "    State:          Running\n      Started:      Tue, 17 Mar 2026 08:01:12 +0000\n    Ready:          True\n    Restart Count:  0\n"


def waiting(reason, count=0, last=None, message=""):
    text = f"    State:          Waiting\n      Reason:       {reason}\n"
    if message:
        text += f"      Message:      {message}\n"
    if last:
        why, code = last
        text += (f"    Last State:     Terminated\n      Reason:       {why}\n      Exit Code:    {code}\n"
                 "      Started:      Tue, 17 Mar 2026 08:41:02 +0000\n      Finished:     Tue, 17 Mar 2026 08:41:09 +0000\n")
    return text + f"    Ready:          False\n    Restart Count:  {count}\n"


def container(name, image, state=RUNNING, ports="8080/TCP", extra="", env="", mounts=""):
    return (f"  {name}:\n    Container ID:   containerd://{dice(name + image).getrandbits(240):060x}\n"
            f"    Image:          {image}\n    Image ID:       {image.split(':')[0]}@sha256:{dice(image).getrandbits(256):064x}\n"
            f"    Port:           {ports}\n    Host Port:      0/TCP\n{state}{extra}"
            f"    Environment:{env or '    <none>'}\n    Mounts:\n{mounts}"
            "      /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-7xk2p (ro)\n")


def describe_pod(name, namespace, containers, events, status="Running", init="", ready=False, node="worker-2/10.0.4.12",
                 owner=None, selectors="<none>", volumes="", tolerations=""):
    """Events: type, reason, age, from, message."""
    flag = "True" if ready else "False"
    app = name.rsplit("-", 2)[0]
    text = (f"Name:             {name}\nNamespace:        {namespace}\nPriority:         0\nService Account:  default\n"
            f"Node:             {node}\nStart Time:       Tue, 17 Mar 2026 08:01:03 +0000\n"
            f"Labels:           app={app}\n                  pod-template-hash={name.rsplit('-', 2)[-2] if name.count('-') > 1 else 'none'}\n"
            f"Annotations:      prometheus.io/scrape: true\nStatus:           {status}\n"
            f"IP:               10.244.2.31\nIPs:\n  IP:           10.244.2.31\n"
            f"Controlled By:    {owner or 'ReplicaSet/' + name.rsplit('-', 1)[0]}\n")
    if init:
        text += "Init Containers:\n" + init
    text += "Containers:\n" + containers
    text += ("Conditions:\n  Type                        Status\n  PodReadyToStartContainers   True \n"
             f"  Initialized                 {'False' if init and not ready else 'True'} \n  Ready                       {flag} \n"
             f"  ContainersReady             {flag} \n  PodScheduled                {'False' if node == '<none>' else 'True'} \n")
    text += (f"Volumes:\n{volumes}  kube-api-access-7xk2p:\n    Type:                    Projected (a volume that contains injected data from multiple sources)\n"
             "    TokenExpirationSeconds:  3607\n    ConfigMapName:           kube-root-ca.crt\n    Optional:                false\n    DownwardAPI:             true\n"
             f"QoS Class:                   Burstable\nNode-Selectors:              {selectors}\n"
             "Tolerations:                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s\n"
             "                             node.kubernetes.io/unreachable:NoExecute op=Exists for 300s\n" + tolerations)
    if not events:
        return text + "Events:                      <none>\n"
    text += "Events:\n  Type     Reason            Age                   From               Message\n  ----     ------            ----                  ----               -------\n"
    return text + "".join(f"  {kind:<8} {reason + '  ':<18}{age:<21} {source + '  ':<19}{message}\n"
                          for kind, reason, age, source, message in events)


def started(pod, image, age="41m"):
    return [("Normal", "Scheduled", age, "default-scheduler", f"Successfully assigned {pod} to worker-2"),
            ("Normal", "Pulled", age, "kubelet", f'Container image "{image}" already present on machine'),
            ("Normal", "Created", age, "kubelet", "Created container"),
            ("Normal", "Started", age, "kubelet", "Started container")]


# -- logs ---------------------------------------------------------------------------------------------------------------

def java_line(t, level, thread, logger, text):
    return f"{clock(t, '%Y-%m-%d %H:%M:%S', zone='')}  {level:>5} 1 --- [{thread:>15}] {logger:<40} : {text}"


def python_line(t, level, logger, text):
    return f"{clock(t, '%Y-%m-%d %H:%M:%S', zone='').replace('.', ',')} {level:<8} {logger} {text}"


def json_line(t, level, text, **more):
    return json.dumps({"ts": clock(t), "level": level, "msg": text, **more})


def plain_line(t, level, text):
    return f"{clock(t)} {level} {text}"


def access_line(t, d, path=None, status=None, size=None, seconds=None):
    address = f"10.{d.randint(0, 3)}.{d.randint(0, 255)}.{d.randint(1, 254)}"
    path = path or d.choice(["/", "/api/v1/items?page=%d" % d.randint(1, 40), "/static/app.js", "/api/v1/cart", "/healthz",
                             "/api/v1/items/%d" % d.randint(100, 9999)])
    status = status or (404 if d.random() < .004 else 304 if d.random() < .1 else 200)
    line = (f'{address} - - [{clock(t, "%d/%b/%Y:%H:%M:%S", False, " +0000")}] "GET {path} HTTP/1.1" {status} '
            f'{size or d.randint(80, 20000)} "-" "Mozilla/5.0 (X11; Linux x86_64)"')
    return line + (f" {seconds:.3f}" if seconds is not None else "")


def business(d, t):
    """An ordinary line of a shop's service."""
    order = d.randint(100000, 999999)
    return d.choice([f"order {order} accepted for customer {d.randint(1000, 9999)}", f"GET /api/orders/{order} 200 {d.randint(8, 60)}ms",
                     f"cache hit for product {d.randint(1, 900)}", f"invoice {order} written", f"POST /api/cart 201 {d.randint(10, 70)}ms",
                     f"session {d.getrandbits(48):012x} refreshed", "heartbeat sent", f"published event order.created id={order}"])


def noise(name, count, step=3.0, start=0.0, shape=plain_line, level="INFO", extra=()):
    """`count` ordinary lines, `step` seconds apart."""
    d = dice(name)
    out, t = [], start
    count, step = (count * 3 // 5, step * 5 / 3) if count > 150 else (count, step)  # the tree stays small
    for _ in range(count):
        t += d.uniform(.2, 2) * step / 1.1
        out.append((t, shape(t, level, *extra, business(d, t))))
    return out


def log_of(*parts):
    """Lines with times in order, as one text; texts of several lines stay together."""
    lines = sorted((x for p in parts for x in p), key=lambda x: x[0])
    return "\n".join(text for _, text in lines) + "\n"
