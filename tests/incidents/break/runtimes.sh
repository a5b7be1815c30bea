#!/bin/bash
# Programs of Node.js, Java, Go and PHP broken one way at a time: a cache without bounds (heap), two monitors in opposite
# order, a class left out of a release, an empty field three causes deep, a map that was never made, a mutex never given back,
# a promise that nobody caught, too few PHP workers, a memory limit. Runs of a Java and a Go program stay healthy.
set -u
mkdir -p /srv/shop/node /srv/shop/java /srv/shop/go /srv/shop/php
nodeheap() {
    o=/out/node-heap; mkdir -p $o; cd /srv/shop/node
    cat > server.js <<'JS'
const http = require('http'); const seen = new Map(); let n = 0;
const log = (l, m) => console.log(JSON.stringify({ time: new Date().toISOString(), level: l, service: 'catalog', msg: m }));
const s = http.createServer((q, r) => { const key = q.url + Math.random(); seen.set(key, Array.from({ length: 4000 }, () => ({ k: Math.random() }))); n++;
  if (n % 5 === 0) log('info', `GET ${q.url} 200 ${Math.floor(Math.random() * 9)}ms`); if (n % 40 === 0) log('info', `cache entries=${seen.size} heapUsed=${Math.round(process.memoryUsage().heapUsed / 1048576)}MB`); r.end('ok'); });
s.listen(8070, '127.0.0.1', () => log('info', 'catalog 5.1.0 listening on 8070'));
JS
    node --max-old-space-size=96 server.js > $o/evidence.log 2>&1 & pid=$!; sleep 1; ab -q -n 4000 -c 4 http://127.0.0.1:8070/item/4 > /dev/null 2>&1; wait $pid; echo "catalog exited with code $?" >> $o/evidence.log
}
noderejection() {
    o=/out/node-rejection; mkdir -p $o; cd /srv/shop/node
    cat > notify.js <<'JS'
const { readFile } = require('fs/promises'); const log = m => console.log(new Date().toISOString(), 'INFO', m);
async function template(name) { return JSON.parse(await readFile(`/srv/shop/node/templates/${name}.json`, 'utf8')); }
async function notify(id, kind) { const t = await template(kind); log(`notification ${id} (${kind}) sent: ${t.subject}`); }
let id = 900; log('notifier 0.8.3 started'); setInterval(() => { id++; notify(id, id % 26 === 0 ? 'refund' : 'receipt'); }, 60);
JS
    mkdir -p templates; echo '{"subject": "Your receipt"}' > templates/receipt.json; echo '{"subject": "Your refund", }' > templates/refund.json
    for i in 1 2 3; do node notify.js; done > $o/evidence.log 2>&1
}
javabase() { # javabase CLASS
    cd /srv/shop/java; rm -rf ./*; cat > "$1.java"
}
javaheap() {
    o=/out/java-heap; mkdir -p $o
    javabase Reports <<'J'
import java.util.*; import java.util.concurrent.*; import java.util.logging.*;
public class Reports {
    static final Logger log = Logger.getLogger("reports"); static final Map<String, List<byte[]>> sessions = new ConcurrentHashMap<>();
    static void render(int n) { sessions.computeIfAbsent("s" + n, k -> new ArrayList<>()).add(new byte[180_000]); log.info("report " + n + " rendered, sessions=" + sessions.size()); }
    public static void main(String[] a) throws Exception {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$s [%3$s] %5$s%6$s%n");
        ExecutorService pool = Executors.newFixedThreadPool(2); log.info("reports 7.0.2 started");
        for (int i = 1; i < 700; i++) { final int n = i; pool.execute(() -> { try { render(n); } catch (Throwable t) { log.log(Level.SEVERE, "report " + n + " failed", t); } }); Thread.sleep(8); }
        pool.shutdown();
    }
}
J
    javac Reports.java && java -Xmx48m -Xlog:gc:file=$o/evidence-gc.log:time,uptime,level,tags -XX:+UseG1GC Reports > $o/evidence.log 2>&1; head -c 120000 $o/evidence.log > /tmp/x; sed '$d' /tmp/x > $o/evidence.log; head -n 400 $o/evidence-gc.log > /tmp/x; cp /tmp/x $o/evidence-gc.log
}
javadeadlock() {
    o=/out/java-deadlock; mkdir -p $o
    javabase Warehouse <<'J'
import java.util.concurrent.*;
public class Warehouse {
    static final Object shelfLock = new Object(), ledgerLock = new Object();
    static class Picker implements Runnable { public void run() { while (true) pick(); } void pick() { synchronized (shelfLock) { nap(3); synchronized (ledgerLock) { nap(1); } } nap(5); } }
    static class Auditor implements Runnable { public void run() { while (true) audit(); } void audit() { synchronized (ledgerLock) { nap(3); synchronized (shelfLock) { nap(1); } } nap(5); } }
    static void nap(long ms) { try { Thread.sleep(ms); } catch (InterruptedException e) { } }
    public static void main(String[] a) throws Exception {
        ExecutorService web = Executors.newFixedThreadPool(6, r -> new Thread(r, "http-worker")); for (int i = 0; i < 6; i++) web.execute(() -> { while (true) { nap(50); synchronized (shelfLock) { } } });
        new Thread(new Picker(), "picker-1").start(); new Thread(new Auditor(), "auditor-1").start(); Thread.sleep(60000);
    }
}
J
    javac Warehouse.java && { java Warehouse & pid=$!; sleep 3; { echo "\$ jstack $pid"; jstack $pid; } > $o/evidence-jstack.txt; kill -9 $pid; }
}
javacause() {
    o=/out/java-cause; mkdir -p $o
    javabase Payroll <<'J'
import java.util.*; import java.util.logging.*;
public class Payroll {
    static final Logger log = Logger.getLogger("payroll");
    static class Employee { String name, bank; int salary; Employee(String n, String b, int s) { name = n; bank = b; salary = s; } }
    static class TransferException extends RuntimeException { TransferException(String m, Throwable t) { super(m, t); } }
    static class BatchException extends RuntimeException { BatchException(String m, Throwable t) { super(m, t); } }
    static String iban(Employee e) { return e.bank.trim().toUpperCase(); }
    static void transfer(Employee e) { try { log.info("transfer " + e.salary + " to " + iban(e).substring(0, 6) + "…"); } catch (RuntimeException x) { throw new TransferException("transfer for employee " + e.name + " failed", x); } }
    static void batch(int no, List<Employee> list) { try { list.forEach(Payroll::transfer); log.info("batch " + no + " done, " + list.size() + " transfers"); } catch (RuntimeException x) { throw new BatchException("batch " + no + " rolled back", x); } }
    public static void main(String[] a) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$-7s %3$s - %5$s%6$s%n");
        for (int b = 1; b < 8; b++) { List<Employee> l = new ArrayList<>(); for (int i = 0; i < 12; i++) l.add(new Employee("E" + (b * 100 + i), b == 6 && i == 7 ? null : "DE8937040044053201" + (1000 + b * 100 + i), 2000 + i * 37));
            try { batch(b, l); } catch (BatchException x) { log.log(Level.SEVERE, "payroll run 2026-11 incomplete: batch " + b + " was not paid", x); } }
        log.warning("payroll run 2026-11 finished with 1 failed batch");
    }
}
J
    javac Payroll.java && java -XX:-ShowCodeDetailsInExceptionMessages Payroll > $o/evidence.log 2>&1
}
javaclass() {
    o=/out/java-class; mkdir -p $o; javabase Shipping <<'J'
import java.util.logging.*;
public class Shipping {
    static final Logger log = Logger.getLogger("shipping");
    static class Label { static String print(int n) { return "label-" + n; } }
    static class CustomsLabel { static String print(int n) { return "customs-" + n; } }
    public static void main(String[] a) throws Exception {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$-7s [main] %3$s - %5$s%6$s%n"); log.info("shipping 3.4.0 ready");
        for (int i = 1; i < 60; i++) try { log.info("parcel " + i + " " + (i % 14 == 0 ? CustomsLabel.print(i) : Label.print(i))); Thread.sleep(15); } catch (NoClassDefFoundError e) { log.log(Level.SEVERE, "parcel " + i + " not labelled", e); }
    }
}
J
    javac Shipping.java && rm 'Shipping$CustomsLabel.class' && jar -cf shipping-3.4.0.jar ./*.class 2> /dev/null; java -cp shipping-3.4.0.jar Shipping > $o/evidence.log 2>&1; { echo '$ jar tvf /srv/shop/java/shipping-3.4.0.jar'; jar tvf shipping-3.4.0.jar; } > $o/evidence-jar.txt
}
gobase() { cd /srv/shop/go; rm -rf ./*; cat > main.go; printf 'module shop.internal/%s\n\ngo 1.21\n' "$1" > go.mod; GOFLAGS=-mod=mod GOTOOLCHAIN=local GOCACHE=/var/cache/go CGO_ENABLED=0 nice go build -o "/usr/local/bin/$1" .; }
gomap() {
    o=/out/go-map; mkdir -p $o; gobase tally <<'G'
package main
import ("log/slog"; "os"; "time"; "math/rand")
type Stats struct { hits map[string]int; country map[string]int }
func NewStats(geo bool) *Stats { s := &Stats{hits: map[string]int{}}; if geo { s.country = map[string]int{} }; return s }
func (s *Stats) Count(path, country string) { s.hits[path]++; if country != "" { s.country[country]++ } }
func main() {
	l := slog.New(slog.NewTextHandler(os.Stdout, nil)); l.Info("tally starting", "version", "1.12.0", "geo", false)
	s := NewStats(false); done := make(chan bool)
	go func() { for i := 1; ; i++ { c := ""; if i == 180 { c = "NO" }; s.Count("/p/"+string(rune('a'+rand.Intn(26))), c); if i%6 == 0 { l.Info("batch stored", "rows", rand.Intn(500), "took_ms", rand.Intn(20)) }; time.Sleep(15 * time.Millisecond) }; done <- true }()
	<-done
}
G
    tally > $o/evidence.log 2>&1; echo "exit status $?" >> $o/evidence.log
}
gomutex() {
    o=/out/go-mutex; mkdir -p $o; gobase pricer <<'G'
package main
import ("fmt"; "log"; "net/http"; "sync"; "time"; "errors")
type Book struct { mu sync.Mutex; prices map[int]int }
var errNoPrice = errors.New("no price")
func (b *Book) Lookup(sku int) (int, error) { b.mu.Lock(); p, ok := b.prices[sku]; if !ok { return 0, errNoPrice }; b.mu.Unlock(); return p, nil }
func main() {
	b := &Book{prices: map[int]int{}}; for i := 0; i < 100; i++ { b.prices[i] = i * 3 }
	http.HandleFunc("/price", func(w http.ResponseWriter, r *http.Request) { var sku int; fmt.Sscan(r.URL.Query().Get("sku"), &sku); p, err := b.Lookup(sku); if err != nil { log.Printf("sku %d: %v", sku, err); http.Error(w, "no price", 404); return }; log.Printf("sku %d price %d", sku, p); fmt.Fprintln(w, p) })
	go func() { for { time.Sleep(time.Second); log.Print("heartbeat ok") } }(); log.Print("pricer 2.3.1 listens on :8085"); log.Fatal(http.ListenAndServe("127.0.0.1:8085", nil))
}
G
    pricer > $o/evidence.log 2>&1 & pid=$!; sleep 1; for i in $(seq 40); do curl -s -m 1 "http://127.0.0.1:8085/price?sku=$((i*2))" > /dev/null; done; curl -s -m 1 "http://127.0.0.1:8085/price?sku=412"; for i in 1 2 3 4 5 6 7; do curl -s -m 30 "http://127.0.0.1:8085/price?sku=$i" > /dev/null & sleep 0.3; done; sleep 2; kill -QUIT $pid; wait $pid
}
phpfpm() { # phpfpm OUT CHILDREN
    mkdir -p "$1" /run/php; printf '[global]\nerror_log = /var/log/php8.2-fpm.log\n[www]\nuser = www-data\ngroup = www-data\nlisten = 127.0.0.1:9000\npm = dynamic\npm.max_children = %s\npm.start_servers = 1\npm.min_spare_servers = 1\npm.max_spare_servers = 2\ncatch_workers_output = yes\nphp_admin_value[memory_limit] = 16M\nphp_admin_value[error_log] = /var/log/php-app.log\nphp_admin_flag[log_errors] = on\n' "$2" > /tmp/fpm.conf; : > /var/log/php8.2-fpm.log; : > /var/log/php-app.log; chown www-data /var/log/php-app.log
    php-fpm8.2 -F -y /tmp/fpm.conf 2> /dev/null & fpm=$!
    printf 'events {}\npid /run/nginx-php.pid;\nerror_log /var/log/nginx/php-error.log;\nhttp { access_log /var/log/nginx/php-access.log; fastcgi_read_timeout 3s; server { listen 10.20.0.21:80; root /srv/shop/php; location / { fastcgi_pass 127.0.0.1:9000; include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_FILENAME /srv/shop/php/index.php; } } }\n' > /tmp/n.conf; rm -f /var/log/nginx/php*; nginx -c /tmp/n.conf; sleep 1
    cat > /srv/shop/php/index.php <<'P'
<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path === '/checkout') { sleep(4); echo 'paid'; }
elseif ($path === '/export') { $rows = []; for ($i = 0; $i < 400000; $i++) { $rows[] = ['id' => $i, 'name' => "customer $i"]; } echo count($rows); }
else { error_log("page $path rendered"); echo 'ok'; }
P
}
phpdown() { kill $fpm; kill "$(cat /run/nginx-php.pid)"; sleep 1; }
phpchildren() {
    o=/out/php-children; phpfpm $o 3; for i in $(seq 20); do curl -s -o /dev/null http://web01/p/$i; done; for i in $(seq 14); do curl -s -o /dev/null http://web01/checkout & sleep 0.1; curl -s -o /dev/null http://web01/p/$i & done; sleep 12
    cp /var/log/php8.2-fpm.log $o/evidence-fpm.log; cp /var/log/nginx/php-error.log $o/evidence-nginx-error.log; cp /var/log/nginx/php-access.log $o/evidence-nginx-access.log; phpdown
}
phpmemory() {
    o=/out/php-memory; phpfpm $o 5; for i in $(seq 90); do curl -s -o /dev/null http://web01/p/$i; [ $((i % 13)) = 0 ] && curl -s -o /dev/null http://web01/export; done
    cp /var/log/php-app.log $o/evidence-php.log; cp /var/log/nginx/php-error.log $o/evidence-nginx-error.log 2> /dev/null; cp /var/log/nginx/php-access.log $o/evidence-nginx-access.log; phpdown
}
healthyjava() {
    o=/out/healthy-java; mkdir -p $o; javabase Load <<'J'
import java.util.*;
public class Load { public static void main(String[] a) throws Exception { List<byte[]> keep = new ArrayList<>(); Random r = new Random(5); long end = System.currentTimeMillis() + 20000; while (System.currentTimeMillis() < end) { byte[] b = new byte[20000 + r.nextInt(60000)]; if (r.nextInt(300) == 0) { keep.add(b); if (keep.size() > 80) keep.remove(0); } Thread.sleep(r.nextInt(2)); } } }
J
    javac Load.java && java -Xmx96m -XX:+UseG1GC -Xlog:gc*:file=$o/evidence-gc.log:time,uptime,level,tags Load
}
healthygo() {
    o=/out/healthy-go; mkdir -p $o; gobase relay <<'G'
package main
import ("log/slog"; "math/rand"; "net"; "net/http"; "os"; "time")
var calls int
var client = http.Client{Timeout: 60 * time.Millisecond}
func send(n, attempt int) error { r, err := client.Get("http://10.20.0.13:8077/in"); if err != nil { return err }; return r.Body.Close() }
func main() {
	at, _ := net.Listen("tcp", "10.20.0.13:8077"); go http.Serve(at, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { calls++; if calls%23 == 0 { time.Sleep(200 * time.Millisecond) } }))
	l := slog.New(slog.NewJSONHandler(os.Stdout, nil)); l.Info("relay starting", "version", "4.0.1", "workers", 4)
	for n := 1; n <= 160; n++ { for attempt := 1; attempt <= 3; attempt++ { if err := send(n, attempt); err != nil { l.Warn("send failed, retrying", "message", n, "attempt", attempt, "err", err.Error()); time.Sleep(80 * time.Millisecond); continue }; l.Info("message relayed", "message", n, "attempts", attempt, "took_ms", 2+rand.Intn(30)); break }; if n%50 == 0 { l.Info("stats", "relayed", n, "failed", 0, "queue", rand.Intn(4)) }; time.Sleep(20 * time.Millisecond) }
	l.Info("received signal, draining", "signal", "terminated"); l.Info("relay stopped cleanly", "relayed", 160, "failed", 0)
}
G
    relay > $o/evidence.log 2>&1
}
for one in "$@"; do $one; done
