#!/bin/bash
# Programs of Java, Go, Node.js, PHP, Ruby and Perl, second set: classes of a newer Java, ports in use, refused connections deep in
# causes, private certificates, failed static fields, drivers and modules left out, bad numbers and XML, limits of memory,
# threads, files and watches, races, panics of several kinds, builds that do not compile.
set -u
id shop > /dev/null 2>&1 || useradd -m shop
as() { setpriv --reuid=shop --regid=shop --clear-groups env HOME=/home/shop "$@"; }
show() { local c; for c in "$@"; do echo "\$ $c"; eval "$c"; done 2>&1; }
out() { o=/out/$1; mkdir -p $o; rm -rf /srv/code; mkdir -p /srv/code; cd /srv/code || exit; }
fmt='System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$-7s %3$s - %5$s%6$s%n");'
java_() { cat > "$1.java"; javac "$1.java" 2> /dev/null || echo "javac failed: $1" >&2; }

jversion() { out jversion; java_ Dispatch <<< 'public class Dispatch { public static void main(String[] a) { System.out.println("ok"); } }'; printf '\x00\x00\x00\x45' | dd of=Dispatch.class bs=1 seek=4 conv=notrunc status=none; jar -cfe dispatch-8.0.jar Dispatch Dispatch.class; show 'java -jar dispatch-8.0.jar' 'java -version' > $o/evidence.txt; }
jbind() { out jbind; java_ Gateway <<J
import java.io.*; import java.net.*; import java.util.logging.*; import com.sun.net.httpserver.*;
public class Gateway {
    static final Logger log = Logger.getLogger("gateway");
    static class StartupException extends RuntimeException { StartupException(String m, Throwable t) { super(m, t); } }
    static HttpServer bind(int port) { try { return HttpServer.create(new InetSocketAddress("10.20.0.31", port), 0); } catch (IOException e) { throw new StartupException("connector [" + port + "] failed to start", e); } }
    public static void main(String[] a) { $fmt log.info("gateway 4.1.0 starting"); log.info("configuration loaded, 12 routes"); log.info("metrics on port 9090"); bind(8080).start(); }
}
J
    nc -lk 10.20.0.31 8080 > /dev/null & sleep 0.5; for i in 1 2; do java Gateway; done > $o/evidence.log 2>&1; }
jconnect() { out jconnect; java_ Orders <<J
import java.io.*; import java.net.*; import java.util.logging.*;
public class Orders {
    static final Logger log = Logger.getLogger("orders");
    static class StockException extends Exception { StockException(String m, Throwable t) { super(m, t); } }
    static class OrderException extends RuntimeException { OrderException(String m, Throwable t) { super(m, t); } }
    static int stock(int n) throws StockException { try (Socket s = new Socket()) { s.connect(new InetSocketAddress("10.20.0.13", n % 8 == 0 ? 7071 : 7070), 900); return n; } catch (IOException e) { throw new StockException("stock of item " + n + " unknown", e); } }
    static void order(int n) { try { log.info("order " + n + " reserved " + stock(n)); } catch (StockException e) { throw new OrderException("order " + n + " cannot be reserved", e); } }
    public static void main(String[] a) throws Exception { $fmt for (int n = 1; n < 50; n++) { try { order(n); } catch (OrderException e) { log.log(Level.SEVERE, "order " + n + " postponed", e); } Thread.sleep(10); } }
}
J
    nc -lk 10.20.0.13 7070 > /dev/null & sleep 0.5; java Orders > $o/evidence.log 2>&1; }
jtls() { out jtls; openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/O=Shop/CN=app01" -addext "subjectAltName=DNS:app01" -keyout k.pem -out c.pem 2> /dev/null; openssl s_server -accept 10.20.0.31:8443 -cert c.pem -key k.pem -www -quiet > /dev/null 2>&1 & sleep 1; java_ Ship <<J
import java.net.*; import java.net.http.*; import java.util.logging.*;
public class Ship { static final Logger log = Logger.getLogger("ship");
    static class LabelException extends RuntimeException { LabelException(String m, Throwable t) { super(m, t); } }
    public static void main(String[] a) throws Exception { $fmt HttpClient c = HttpClient.newHttpClient(); for (int n = 1; n < 4; n++) { log.info("parcel " + n + " weighed"); try { c.send(HttpRequest.newBuilder(URI.create("https://app01:8443/label/" + n)).build(), HttpResponse.BodyHandlers.ofString()); } catch (Exception e) { log.log(Level.SEVERE, "label " + n + " failed", new LabelException("carrier not reached", e)); } } } }
J
    java Ship > $o/evidence.log 2>&1; }
jnumber() { out jnumber; java_ PriceImport <<J
import java.util.*; import java.util.logging.*;
public class PriceImport { static final Logger log = Logger.getLogger("price-import");
    static int cents(String s) { return Integer.parseInt(s.replace(".", "")); }
    static class RowException extends RuntimeException { RowException(int row, Throwable t) { super("row " + row + " of prices-2026-11.csv rejected, import stopped", t); } }
    public static void main(String[] a) { $fmt for (int n = 1; n < 900; n++) { String f = n == 648 ? "1,299.00" : n + ".50"; try { cents(f); } catch (RuntimeException e) { throw new RowException(n, e); } if (n % 20 == 0) log.info(n + " rows imported"); } } }
J
    java PriceImport > $o/evidence.log 2>&1; }
jmanifest() { out jmanifest; java_ Agent <<< 'public class Agent { public static void main(String[] a) { } }'; jar -cf agent-2.2.jar Agent.class; show 'ls -l agent-2.2.jar' 'java -jar agent-2.2.jar' > $o/evidence.txt; }
jnative() { out jnative; java_ Fanout <<J
import java.util.logging.*;
public class Fanout { static final Logger log = Logger.getLogger("fanout"); public static void main(String[] a) throws Exception { $fmt for (int n = 1; n < 400; n++) { final int k = n; if (n % 12 == 0) log.info("subscriber " + n + " attached"); new Thread(() -> { try { Thread.sleep(60000); } catch (InterruptedException e) { } }, "sub-" + n).start(); Thread.sleep(4); } } }
J
    chown -R shop /srv/code; (ulimit -u 110; as timeout 12 java -XX:+UseSerialGC Fanout > /tmp/j.log 2>&1); cp /tmp/j.log $o/evidence.log; }
jconcurrent() { out jconcurrent; java_ Session <<J
import java.util.*; import java.util.logging.*;
public class Session { static final Logger log = Logger.getLogger("session-sweeper"); static final Map<Integer, Long> live = new HashMap<>();
    static void sweep(int round) { for (Integer k : live.keySet()) if (live.get(k) < round - 4) live.remove(k); }
    public static void main(String[] a) throws Exception { $fmt for (int r = 1; r < 30; r++) { live.put(r, (long) r); live.put(1000 + r, (long) r + 1); try { sweep(r); log.info("sweep " + r + ": " + live.size() + " sessions"); } catch (RuntimeException e) { log.log(Level.WARNING, "sweep " + r + " aborted", e); } } } }
J
    java Session > $o/evidence.log 2>&1; }
jdriver() { out jdriver; java_ Billing <<J
import java.sql.*; import java.util.logging.*;
public class Billing { static final Logger log = Logger.getLogger("billing"); static class RepositoryException extends RuntimeException { RepositoryException(Throwable t) { super("repository not available", t); } }
    static Connection open() { try { return DriverManager.getConnection("jdbc:postgresql://db01:5432/billing"); } catch (SQLException e) { throw new RepositoryException(e); } }
    public static void main(String[] a) throws Exception { $fmt log.info("billing 1.14 starts"); log.info("profile: production"); try { open(); } catch (RuntimeException e) { log.log(Level.SEVERE, "start failed", e); System.exit(1); } } }
J
    for i in 1 2 3; do java Billing; done > $o/evidence.log 2>&1; }
jheap() { out jheap; java_ Tool <<< 'public class Tool { public static void main(String[] a) { } }'; jar -cfe tool.jar Tool Tool.class; (ulimit -v 4000000; show 'java -Xms6g -jar tool.jar' 'ulimit -a' 'free -g') > $o/evidence.txt; }
jstatic() { out jstatic; java_ Tax <<J
import java.util.*; import java.util.logging.*;
public class Tax { static final Logger log = Logger.getLogger("tax");
    static class Rates { static final Map<String, Double> BY_COUNTRY = load(); static Map<String, Double> load() { String f = System.getProperty("rates.file"); return Map.of("DE", Double.parseDouble(f.trim())); } static double of(String c) { return BY_COUNTRY.get(c); } }
    public static void main(String[] a) throws Exception { $fmt log.info("tax service up"); for (int n = 1; n < 9; n++) try { log.info("invoice " + n + " rate " + Rates.of("DE")); } catch (Throwable t) { log.log(Level.SEVERE, "invoice " + n + " without tax", t); } } }
J
    java Tax > $o/evidence.log 2>&1; }
jxml() { out jxml; java_ Feed <<J
import java.io.*; import javax.xml.parsers.*; import java.util.logging.*;
public class Feed { static final Logger log = Logger.getLogger("feed"); static class FeedException extends RuntimeException { FeedException(String m, Throwable t) { super(m, t); } }
    static void read(String f) { try { DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File(f)); } catch (Exception e) { throw new FeedException(f + " rejected", e); } }
    public static void main(String[] a) { $fmt for (int n = 1; n < 16; n++) try { read("offers-" + n + ".xml"); log.info("offers-" + n + ".xml imported"); } catch (FeedException e) { log.log(Level.SEVERE, "feed skipped", e); } } }
J
    for i in $(seq 15); do echo "<offers><offer id='$i'><title>Tea $i</title></offer></offers>" > offers-$i.xml; done; echo "<offers><offer id='9'><title>Salt & Pepper</title></offer></offers>" > offers-9.xml; java Feed > $o/evidence.log 2>&1; }
jcast() { out jcast; java_ Events <<J
import java.util.*; import java.util.logging.*;
public class Events { static final Logger log = Logger.getLogger("events"); static void handle(Map<String, Object> e) { Integer amount = (Integer) e.get("amount"); log.info("event " + e.get("id") + " amount " + amount); }
    public static void main(String[] a) { $fmt for (int n = 1; n < 60; n++) { Map<String, Object> e = new HashMap<>(); e.put("id", n); e.put("amount", n % 21 == 0 ? "12" : (Object) n); try { handle(e); } catch (RuntimeException x) { log.log(Level.SEVERE, "event " + n + " sent to dead letters", x); } } } }
J
    java Events > $o/evidence.log 2>&1; }
tomcatxml() { out tomcatxml; export CATALINA_HOME=/usr/share/tomcat10 CATALINA_BASE=/srv/code; mkdir -p conf logs webapps temp work lib; cp /etc/tomcat10/*.properties /etc/tomcat10/web.xml conf/; printf '<?xml version="1.0" encoding="UTF-8"?>\n<Server port="-1">\n  <Service name="Catalina">\n    <Connector port="8080" protocol="HTTP/1.1" />\n    <Engine name="Catalina" defaultHost="localhost">\n      <Host name="localhost" appBase="webapps">\n    </Engine>\n  </Service>\n</Server>\n' > conf/server.xml; timeout 15 /usr/share/tomcat10/bin/catalina.sh run > $o/evidence.log 2>&1; }
tomcatwar() { out tomcatwar; export CATALINA_HOME=/usr/share/tomcat10 CATALINA_BASE=/srv/code; mkdir -p conf logs webapps/shop/WEB-INF webapps/help temp work lib; cp /etc/tomcat10/*.properties /etc/tomcat10/web.xml conf/; sed -i 's/^[^#]*AsyncFileHandler.*//' conf/logging.properties; printf 'handlers = java.util.logging.ConsoleHandler\n.handlers = java.util.logging.ConsoleHandler\njava.util.logging.ConsoleHandler.formatter = org.apache.juli.OneLineFormatter\n' > conf/logging.properties; printf '<?xml version="1.0" encoding="UTF-8"?>\n<Server port="-1"><Service name="Catalina"><Connector port="8080" address="10.20.0.31" protocol="HTTP/1.1" /><Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps" /></Engine></Service></Server>\n' > conf/server.xml
    echo hi > webapps/help/index.html; printf '<web-app version="5.0"><listener><listener-class>internal.shop.web.StartListener</listener-class></listener></web-app>\n' > webapps/shop/WEB-INF/web.xml; timeout 14 /usr/share/tomcat10/bin/catalina.sh run > $o/evidence.log 2>&1; }

go_() { # go_ NAME: builds main.go from standard input
    cat > main.go; printf 'module shop.internal/%s\n\ngo 1.21\n' "$1" > go.mod; GOFLAGS=-mod=mod GOTOOLCHAIN=local GOCACHE=/var/cache/go CGO_ENABLED=0 go build -o "/usr/local/bin/$1" .
}
goenv() { export GOFLAGS=-mod=mod GOTOOLCHAIN=local GOCACHE=/var/cache/go CGO_ENABLED=0 GOPROXY=off; }
goindex() { out goindex; go_ picker <<'G'
package main
import ("log"; "strings"; "time")
type Row struct{ sku, shelf string }
func parse(line string) Row { f := strings.Split(line, ";"); return Row{f[0], f[2]} }
func consume(in <-chan string, done chan<- int) { n := 0; for l := range in { r := parse(l); n++; if n%7 == 0 { log.Printf("row %d sku=%s shelf=%s", n, r.sku, r.shelf) } }; done <- n }
func main() {
	log.Print("picker 0.9.1 reading /srv/in/stock.csv"); in, done := make(chan string), make(chan int); go consume(in, done)
	for i := 0; i < 500; i++ { l := "A1;tea;S4"; if i == 317 { l = "A1;tea" }; in <- l; time.Sleep(time.Millisecond) }; close(in); <-done
}
G
    picker > $o/evidence.log 2>&1; echo "exit status $?" >> $o/evidence.log; }
gonil() { out gonil; go_ quoter <<'G'
package main
import ("fmt"; "log"; "net/http")
type Customer struct{ Name string; Discount *int }
func price(c *Customer, n int) int { return n * (100 - *c.Discount) / 100 }
func main() {
	ten := 10; m := map[string]*Customer{"acme": {"acme", &ten}, "bolt": {"bolt", nil}}
	http.HandleFunc("/quote/", func(w http.ResponseWriter, r *http.Request) { c := m[r.URL.Path[7:]]; log.Printf("quote for %s", r.URL.Path[7:]); fmt.Fprintln(w, price(c, 500)) })
	log.Print("quoter listens on 8086"); log.Fatal(http.ListenAndServe("127.0.0.1:8086", nil))
}
G
    quoter > $o/evidence.log 2>&1 & p=$!; sleep 1; for i in $(seq 24); do curl -s -o /dev/null http://127.0.0.1:8086/quote/acme; [ $((i % 8)) = 0 ] && curl -s -o /dev/null http://127.0.0.1:8086/quote/bolt; done; kill $p; }
gomapwrite() { out gomapwrite; go_ counter <<'G'
package main
import ("log"; "time")
var hits = map[int]int{}
func count(w int) { for i := 0; ; i++ { hits[(i*7+w)%50]++; if i%100000 == 0 { log.Printf("worker %d counted %d", w, i) } } }
func main() { log.Print("counter 3 starting with 1 worker"); go count(0); time.Sleep(20 * time.Millisecond); log.Print("scaling to 4 workers"); for w := 1; w < 4; w++ { go count(w) }; time.Sleep(5 * time.Second) }
G
    counter > $o/evidence.log 2>&1; echo "exit status $?" >> $o/evidence.log; }
gosleep() { out gosleep; go_ batcher <<'G'
package main
import ("log"; "sync")
func main() {
	var wg sync.WaitGroup; results := make(chan int)
	for i := 0; i < 3; i++ { wg.Add(1); go func(i int) { defer wg.Done(); log.Printf("batch %d computed", i); results <- i }(i) }
	wg.Wait(); close(results); for r := range results { log.Print(r) }
}
G
    batcher > $o/evidence.log 2>&1; echo "exit status $?" >> $o/evidence.log; }
goclosed() { out goclosed; go_ notifier <<'G'
package main
import ("log"; "time")
type Hub struct{ out chan string }
func (h *Hub) Publish(s string) { h.out <- s }
func (h *Hub) Shutdown() { log.Print("hub: closing channel after idle timeout"); close(h.out) }
func main() {
	h := &Hub{make(chan string, 8)}; go func() { for s := range h.out { log.Printf("sent %s", s) } }()
	go func() { time.Sleep(300 * time.Millisecond); h.Shutdown() }()
	for i := 0; ; i++ { h.Publish("mail"); time.Sleep(20 * time.Millisecond) }
}
G
    notifier > $o/evidence.log 2>&1; echo "exit status $?" >> $o/evidence.log; }
gocompile() { out gocompile; goenv; printf 'module shop.internal/rates\n\ngo 1.21\n' > go.mod; mkdir -p money; printf 'package money\ntype Cents int64\nfunc Of(n int64) Cents { return Cents(n) }\n' > money/money.go; printf 'package main\nimport (\n\t"fmt"\n\t"shop.internal/rates/money"\n)\nfunc total(list []money.Cents) int64 {\n\tvar sum int64\n\tfor _, c := range list {\n\t\tsum += c\n\t}\n\treturn sum\n}\nfunc main() { fmt.Println(total([]money.Cents{money.Of(4)})) }\n' > main.go; show 'go build ./...' > $o/evidence.txt; }
gocycle() { out gocycle; goenv; printf 'module shop.internal/shop\n\ngo 1.21\n' > go.mod; mkdir -p cart user; printf 'package cart\nimport "shop.internal/shop/user"\nvar U user.User\n' > cart/cart.go; printf 'package user\nimport "shop.internal/shop/cart"\ntype User int\nvar C = cart.U\n' > user/user.go; printf 'package main\nimport _ "shop.internal/shop/cart"\nfunc main() {}\n' > main.go; show 'go vet ./... && go build' > $o/evidence.txt; }
gotest() { out gotest; goenv; printf 'module shop.internal/vat\n\ngo 1.21\n' > go.mod; { echo 'package vat'; echo 'func Gross(net, rate int) int { return net + net*rate/100 }'; } > vat.go; { echo 'package vat'; echo 'import "testing"'; for i in $(seq 30); do w=$((i * 100 + i * 19)); [ $i = 22 ] && w=$((w + 1)); echo "func TestGross$i(t *testing.T) { if g := Gross($((i * 100)), 19); g != $w { t.Errorf(\"Gross($((i * 100)), 19) = %d, want $w\", g) } }"; done; } > vat_test.go; show 'go test -v ./...' > $o/evidence.txt; }
gotls() { out gotls; openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/O=Shop/CN=app01" -addext "subjectAltName=DNS:app01" -keyout k.pem -out c.pem 2> /dev/null; openssl s_server -accept 10.20.0.31:8443 -cert c.pem -key k.pem -www -quiet > /dev/null 2>&1 & go_ uploader <<'G'
package main
import ("fmt"; "log/slog"; "net/http"; "os"; "time")
func main() { l := slog.New(slog.NewJSONHandler(os.Stdout, nil)); l.Info("uploader started", "version", "2.0.0"); for n := 1; n < 14; n++ { l.Info("file compressed", "file", fmt.Sprintf("part-%02d.gz", n), "bytes", n*7213); if n%3 == 0 { if _, err := http.Get(fmt.Sprintf("https://app01:8443/put/part-%02d.gz", n)); err != nil { l.Error("upload failed", "attempt", 1, "err", err.Error()) } }; time.Sleep(50 * time.Millisecond) } }
G
    uploader > $o/evidence.log 2>&1; }
godeadline() { out godeadline; (while true; do sleep 5 | nc -l 10.20.0.13 8099 > /dev/null; done) & go_ pricefeed <<'G'
package main
import ("context"; "log/slog"; "net/http"; "os"; "time")
func fetch(n int) error { ctx, c := context.WithTimeout(context.Background(), 400*time.Millisecond); defer c(); r, _ := http.NewRequestWithContext(ctx, "GET", "http://mq01:8099/rates", nil); _, err := http.DefaultClient.Do(r); return err }
func main() { l := slog.New(slog.NewTextHandler(os.Stdout, nil)); for n := 1; n < 9; n++ { l.Info("tick", "n", n); if err := fetch(n); err != nil { l.Error("rates not updated", "err", err, "age", n*60) }; time.Sleep(100 * time.Millisecond) } }
G
    sleep 0.5; pricefeed > $o/evidence.log 2>&1; }

ndmodule() { out ndmodule; printf '{"name": "storefront", "version": "7.2.0", "dependencies": {"fastify": "^4.0.0"}}\n' > package.json; printf "const log = m => console.log(new Date().toISOString(), m);\nlog('storefront 7.2.0');\nconst app = require('fastify')();\n" > server.js; { for i in 1 2; do node server.js; done; } > $o/evidence.log 2>&1; }
nduse() { out nduse; printf "const http = require('http'); console.log(new Date().toISOString(), 'INFO admin panel starting'); console.log(new Date().toISOString(), 'INFO routes registered: 14'); http.createServer(() => {}).listen(3000, '10.20.0.31');\n" > admin.js; nc -lk 10.20.0.31 3000 > /dev/null & sleep 0.5; node admin.js > $o/evidence.log 2>&1; }
ndrefused() { out ndrefused; printf "const net = require('net'); const log = (l, m, x) => console.log(JSON.stringify({ ts: new Date().toISOString(), level: l, msg: m, ...x }));\nconst call = n => new Promise((ok, no) => { const s = net.connect(6379, 'cache01', () => { s.end(); ok(); }); s.on('error', no); });\n(async () => { for (let n = 1; n < 40; n++) { log('info', 'GET /p/' + n, { ms: n %% 7 }); if (n %% 6 === 0) try { await call(n); } catch (e) { log('error', 'session lookup failed', { err: { message: e.message, code: e.code, stack: e.stack } }); } } })();\n" > web.js; node web.js > $o/evidence.log 2>&1; }
ndtype() { out ndtype; printf "const log = m => console.log(new Date().toISOString(), m);\nconst total = o => o.lines.map(l => l.price * l.count).reduce((a, b) => a + b, 0);\nlet n = 0; setInterval(() => { n++; const o = n %% 31 ? { lines: [{ price: 3, count: n }] } : { items: [] }; log('order ' + n + ' total ' + total(o)); }, 20);\n" > totals.js; for i in 1 2; do node totals.js; echo "totals.js exited with $?, restarting"; done > $o/evidence.log 2>&1; }
ndfiles() { out ndfiles; printf "const fs = require('fs/promises'); const log = m => console.log(new Date().toISOString(), m);\nconst open = []; (async () => { for (let n = 1; n < 300; n++) { try { open.push(await fs.open('/srv/code/tiles.js')); if (n %% 5 === 0) log('tile ' + n + ' rendered'); } catch (e) { log('tile ' + n + ' failed: ' + e.message); if (open.length + 3 < n) { console.error(e); break; } } } })();\n" > tiles.js; (ulimit -n 90; node tiles.js > $o/evidence.log 2>&1); }
ndwatch() { out ndwatch; mkdir src; printf "const fs = require('fs'); console.log('[dev] 214 modules compiled'); console.log('[dev] watching src for changes'); fs.watch('src', () => {}); console.log('ready');\n" > dev.js; chown -R shop .; ulimit -n "$(ulimit -Hn)"
    as python3 -c "import ctypes, time
c = ctypes.CDLL(None)
while c.inotify_init1(0) >= 0: pass
time.sleep(9)" & sleep 1; { as node dev.js; show 'ulimit -n' 'cat /proc/sys/fs/inotify/max_user_instances' 'find /proc/*/fd -lname anon_inode:inotify | wc -l'; } > $o/evidence.txt 2>&1; }
ndesm() { out ndesm; mkdir -p node_modules/nanopath; printf '{"name": "nanopath", "version": "5.0.1", "type": "module", "exports": "./index.js"}\n' > node_modules/nanopath/package.json; echo 'export const id = () => 4;' > node_modules/nanopath/index.js; printf '{"name": "ids", "version": "1.0.0"}\n' > package.json; printf "import { id } from 'nanopath';\nconsole.log(id());\n" > ids.cjs; show 'node ids.cjs' > $o/evidence.txt; }
npm() { node /usr/lib/node_modules/npm/bin/npm-cli.js "$@"; }
npci() { out npci; mkdir -p lib/date lib/grid; printf '{"name": "date", "version": "2.0.0"}' > lib/date/package.json; printf '{"name": "grid", "version": "1.0.0"}' > lib/grid/package.json; printf '{"name": "front", "version": "1.0.0", "dependencies": {"date": "file:lib/date"}}' > package.json; npm install --offline --no-audit --no-fund > /dev/null 2>&1; rm -rf node_modules; printf '{"name": "front", "version": "1.0.0", "dependencies": {"date": "file:lib/date", "grid": "file:lib/grid"}}' > package.json; show 'npm ci --offline --no-audit' > $o/evidence.txt; }
npbuild() { out npbuild; printf '{"name": "front", "version": "6.0.1", "scripts": {"prebuild": "echo cleaning dist", "build": "vite build --mode production"}}' > package.json; show 'npm run build' > $o/evidence.txt; }
ndcert() { out ndcert; openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/CN=app01" -addext "subjectAltName=DNS:app01" -keyout k.pem -out c.pem 2> /dev/null; openssl s_server -accept 10.20.0.31:8443 -cert c.pem -key k.pem -www -quiet > /dev/null 2>&1 & printf "const log = m => console.log(new Date().toISOString(), m);\n(async () => { for (let n = 1; n < 6; n++) { log('webhook ' + n + ' queued'); try { await fetch('https://app01:8443/hook/' + n); } catch (e) { console.error(new Date().toISOString(), 'webhook ' + n + ' failed', e); } } })();\n" > hooks.js; sleep 1; node hooks.js > $o/evidence.log 2>&1; }
ndheaders() { out ndheaders; printf "const http = require('http'); const log = m => console.log(new Date().toISOString(), m);\nhttp.createServer((q, r) => { log('GET ' + q.url); if (q.url.includes('old')) { r.writeHead(302, { location: '/' }); r.end(); } r.writeHead(200); r.end('ok'); }).listen(3001, '127.0.0.1', () => log('listening on 3001'));\n" > site.js; node site.js > $o/evidence.log 2>&1 & sleep 1; for i in $(seq 25); do curl -s -o /dev/null http://127.0.0.1:3001/p/$i; done; curl -s -o /dev/null http://127.0.0.1:3001/old/3; sleep 0.5; }

phpup() { # phpup: serves index.php with the built-in server
    php -d display_errors=0 -d log_errors=1 -d error_log=/tmp/php.log -d max_execution_time=2 "$@" -S 127.0.0.1:8100 index.php > /dev/null 2>&1 & php=$!; sleep 1; rm -f /tmp/php.log
}
phpext() { out phpext; printf '<?php\nif (str_starts_with($_SERVER["REQUEST_URI"], "/invoice")) { $d = imagecreatetruecolor(4, 4); } else { error_log("shop: page " . $_SERVER["REQUEST_URI"] . " rendered"); }\n' > index.php; phpup; for i in $(seq 30); do curl -s -o /dev/null http://127.0.0.1:8100/p/$i; [ $((i % 9)) = 0 ] && curl -s -o /dev/null http://127.0.0.1:8100/invoice/$i; done; kill $php; cp /tmp/php.log $o/evidence.log; php -m > $o/evidence-modules.txt; }
phpparse() { out phpparse; printf '<?php\nfunction net(int $gross): float {\n    $rate = 19\n    return $gross / (1 + $rate / 100);\n}\necho net(119), "\\n";\n' > net.php; show 'php net.php' > $o/evidence.txt; }
phptype() { out phptype; printf '<?php\nfunction label(string $name, int $weight): string { return "$name ($weight g)"; }\nfunction row(array $p): string { return label($p["name"], $p["weight"]); }\n$id = (int) basename($_SERVER["REQUEST_URI"]);\nerror_log("shop: product $id " . row(["name" => "tea", "weight" => $id %% 10 ? $id : null]));\n' > index.php; phpup; for i in $(seq 44); do curl -s -o /dev/null http://127.0.0.1:8100/p/$i; done; kill $php; cp /tmp/php.log $o/evidence.log; }
phpautoload() { out phpautoload; printf '<?php\nrequire __DIR__ . "/vendor/autoload.php";\necho "ok";\n' > artisan.php; show 'php artisan.php migrate' 'ls -la' > $o/evidence.txt; }
phptime() { out phptime; printf '<?php\nif (str_starts_with($_SERVER["REQUEST_URI"], "/sitemap")) { $n = 0; while (true) $n = crc32((string) $n); } else error_log("shop: page " . $_SERVER["REQUEST_URI"] . " rendered");\n' > index.php; phpup; for i in $(seq 30); do curl -s -o /dev/null http://127.0.0.1:8100/p/$i; [ $((i % 14)) = 0 ] && curl -s -o /dev/null http://127.0.0.1:8100/sitemap.xml; done; kill $php; cp /tmp/php.log $o/evidence.log; }
phpfpmuser() { out phpfpmuser; mkdir -p /run/php; printf '[global]\nerror_log = /proc/self/fd/2\n[shop]\nuser = shop-web\ngroup = shop-web\nlisten = /run/php/shop.sock\npm = static\npm.max_children = 4\n' > shop.conf; show 'php-fpm8.2 -F -y /srv/code/shop.conf' > $o/evidence.txt; }
rbgem() { out rbgem; printf 'require "logger"\nLOG = Logger.new($stdout)\nLOG.info("sync 0.4 starting")\nrequire "sequel"\n' > sync.rb; show 'ruby sync.rb' > $o/evidence.txt; }
rbnil() { out rbnil; printf 'require "logger"\nLOG = Logger.new($stdout)\nPRICES = { "tea" => { net: 4 }, "cup" => { net: 9 } }\ndef gross(item) = PRICES[item][:net] * 119 / 100\n%%w[tea cup tea tea jug tea].cycle.first(20).each_with_index do |item, n|\n  LOG.info("line #{n}: #{item} #{gross(item)}")\nend\n' > lines.rb; ruby lines.rb > $o/evidence.log 2>&1; }
rbport() { out rbport; printf 'run ->(env) { [200, {}, ["ok"]] }\n' > config.ru; nc -lk 10.20.0.31 9292 > /dev/null & sleep 0.5; timeout 12 puma -b tcp://10.20.0.31:9292 > $o/evidence.log 2>&1; }
plmodule() { out plmodule; printf '#!/usr/bin/perl\nuse strict; use warnings;\nuse Text::CSV_XS;\nprint "ok\\n";\n' > report.pl; show 'perl report.pl' > $o/evidence.txt; }
plundef() { out plundef; printf 'use strict; use warnings; use POSIX;\nmy %%shops = (north => { rate => 3 }, south => { rate => 4 });\nsub rate { my ($s) = @_; my $shop = $shops{$s}; return $shop->get_rate; }\nfor my $s (qw(north south west)) { printf "%%s rate %%s\\n", $s, defined $shops{$s} ? $shops{$s}{rate} : rate($s); }\n' > rates.pl; show 'perl rates.pl' > $o/evidence.txt; }
for one in "$@"; do $one; done
