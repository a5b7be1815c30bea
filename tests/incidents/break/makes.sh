#!/bin/bash
# Builds, second set: make without a rule or with spaces for a tab, headers, libraries and symbols that are not there, types that
# differ, warnings as errors, versions of CMake, CMake without a source or compiler, Rust, Maven, pip with hashes, versions,
# platforms and compilers that do not fit, a full build folder.
set -u
show() { local c; for c in "$@"; do echo "\$ $c"; eval "$c"; done 2>&1; }
out() { o=/out/$1; mkdir -p $o; rm -rf /srv/src; mkdir -p /srv/src; cd /srv/src || exit; }
parts() { mkdir -p src include; for i in $(seq 12); do printf '#include <stdio.h>\nint part%s(int n) { unsigned u = 3; for (int k = 0; k < n; k++) if (k < u) n += k; return n; }\n' $i > src/part$i.c; done; { for i in $(seq 12); do echo "int part$i(int);"; done; echo 'int main(int argc, char** argv) { (void)argv; return 0'; for i in $(seq 12); do echo "+ part$i(argc)"; done; echo '; }'; } > src/main.c; printf 'CFLAGS = -O1 -Wall -Wextra -Iinclude %s\nOBJ = $(patsubst %%.c,%%.o,$(sort $(wildcard src/*.c)))\ndepot: $(OBJ)\n\t$(CC) -o $@ $^ $(LDLIBS)\n%b' "${1:-}" "${2:-}" > Makefile; }
mkrule() { out mkrule; parts; printf 'depot: src/version.o\n' >> Makefile; show 'make -j2' > $o/evidence.txt; }
mktab() { out mktab; parts '' 'clean:\n    rm -f depot src/*.o\n'; show make > $o/evidence.txt; }
mkheader() { out mkheader; parts; sed -i '1i #include <librdkafka/rdkafka.h>' src/part7.c; show 'make -k -j2' > $o/evidence.txt; }
mklibrary() { out mklibrary; parts; echo 'LDLIBS = -lm -lsodium -lz' >> Makefile; show 'make -j2' > $o/evidence.txt; }
mktwice() { out mktwice; parts; echo 'int limit(int n) { return n; }' >> src/part3.c; echo 'int limit(int n) { return n + 1; }' >> src/part8.c; show 'make -j2' > $o/evidence.txt; }
mkwarning() { out mkwarning; parts '-Werror=format'; printf '#include <stdio.h>\nint part5(int n) { printf("%%s\\n", n); return n; }\n' > src/part5.c; show 'make -j2' > $o/evidence.txt; }
mktypes() { out mktypes; parts; echo 'struct cart { int count; }; int cart_total(const struct cart* c, int tax);' > include/cart.h; printf '#include "cart.h"\nlong cart_total(const struct cart* c, int tax) { return c->count + tax; }\nint part9(int n) { return n; }\n' > src/part9.c; show 'make -j2' > $o/evidence.txt; }
mkspace() { out mkspace; mkdir -p /mnt/obj; mount -t tmpfs -o size=64k tmpfs /mnt/obj; parts; sed -i 's#patsubst %.c,%.o#patsubst src/%.c,/mnt/obj/%.o#; s#^%.o#x#' Makefile; printf '/mnt/obj/%%.o: src/%%.c\n\t$(CC) $(CFLAGS) -g3 -c -o $@ $<\n' >> Makefile; show 'make -k' > $o/evidence.txt; umount -l /mnt/obj; }
cmversion() { out cmversion; printf 'cmake_minimum_required(VERSION 3.29)\nproject(depot C)\nadd_executable(depot main.c)\n' > CMakeLists.txt; echo 'int main(void) { return 0; }' > main.c; show 'cmake -S . -B out' > $o/evidence.txt; }
cmsource() { out cmsource; printf 'cmake_minimum_required(VERSION 3.16)\nproject(depot C)\nadd_executable(depot main.c codec/zip.c codec/lz.c)\n' > CMakeLists.txt; mkdir codec; echo 'int main(void) { return 0; }' > main.c; echo 'int z;' > codec/zip.c; show 'cmake -S . -B out' > $o/evidence.txt; }
cmcompiler() { out cmcompiler; printf 'cmake_minimum_required(VERSION 3.16)\nproject(depot C CXX)\nadd_executable(depot main.c)\n' > CMakeLists.txt; show 'CC=clang-19 CXX=clang++-19 cmake -S . -B out' > $o/evidence.txt; }
cxabstract() { out cxabstract; printf '#include <memory>\n#include <string>\nstruct Store { virtual ~Store() = default; virtual void put(const std::string& k) = 0; virtual void flush() = 0; };\nstruct FileStore : Store { void put(const std::string& k) override { last = k; } std::string last; };\nint main() { std::unique_ptr<Store> s = std::make_unique<FileStore>(); s->put("a"); }\n' > store.cpp; show 'g++ -std=c++17 -Wall -o store store.cpp' > $o/evidence.txt; }
glibcversion() { out glibcversion; printf '#include <stdio.h>\n__asm__(".symver shop_new, shop_new@LIBSHOP_2.4");\nint shop_new(void);\nint main(void) { return shop_new(); }\n' > m.c; printf 'int shop_new(void) { return 0; }\n' > l.c; echo 'LIBSHOP_2.4 { global: shop_new; };' > new.map; echo 'LIBSHOP_2.3 { global: shop_old; };' > old.map; gcc -shared -fPIC -Wl,--version-script=new.map -Wl,-soname,libshop.so.2 -o libshop.so.2 l.c; gcc -o agent m.c ./libshop.so.2 -Wl,-rpath,/srv/src; printf 'int shop_old(void) { return 0; }\n' > l.c; gcc -shared -fPIC -Wl,--version-script=old.map -Wl,-soname,libshop.so.2 -o libshop.so.2 l.c; show './agent --daemon' 'ls -l libshop.so.2' > $o/evidence.txt; }
soname() { out soname; printf 'int f(void) { return 0; }\n' > l.c; printf 'int f(void);\nint main(void) { return f(); }\n' > m.c; gcc -shared -fPIC -Wl,-soname,libprice.so.5 -o libprice.so.5 l.c; gcc -o pricer m.c ./libprice.so.5; rm libprice.so.5; show './pricer' 'ldd ./pricer' > $o/evidence.txt; }
crate() { export CARGO_HOME=/srv/src/.cargo CARGO_NET_OFFLINE=true; mkdir -p src; printf '[package]\nname = "depot"\nversion = "0.3.1"\nedition = "2021"\n%b' "${1:-}" > Cargo.toml; }
rsmoved() { out rsmoved; crate; printf '#[derive(Debug)]\nstruct Order { id: u32, lines: Vec<String> }\nfn archive(o: Order) -> usize { o.lines.len() }\nfn main() {\n    let o = Order { id: 4, lines: vec!["tea".into()] };\n    let n = archive(o);\n    println!("order {} archived, {} lines", o.id, n);\n}\n' > src/main.rs; show 'cargo build' > $o/evidence.txt; }
rscrate() { out rscrate; crate '[dependencies]\nserde = "1.0"\n'; echo 'fn main() {}' > src/main.rs; show 'cargo build --offline' > $o/evidence.txt; }
rspanic() { out rspanic; crate; printf 'use std::fs;\nfn rate(name: &str) -> f64 {\n    let text = fs::read_to_string(format!("rates/{name}.txt")).expect("rate file");\n    text.trim().parse().unwrap()\n}\nfn main() {\n    for n in ["de", "at", "ch", "nl"] {\n        println!("INFO rate of {n} is {}", rate(n));\n    }\n}\n' > src/main.rs; mkdir rates; echo 19 > rates/de.txt; echo 20 > rates/at.txt; echo '8,1' > rates/ch.txt; cargo build -q 2> /dev/null; { RUST_BACKTRACE=1 ./target/debug/depot; echo "exit status $?"; } > $o/evidence.log 2>&1; }
mvnpom() { out mvnpom; printf '<project xmlns="http://maven.apache.org/POM/4.0.0">\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>shop</groupId>\n  <artifactId>cart</artifactId>\n  <version>1.0</version>\n  <dependencies>\n    <dependency>\n      <groupId>shop</groupId>\n      <artifactId>core</artifactId>\n    </dependency>\n  </dependencies>\n</project>\n' > pom.xml; show 'mvn -B -o package' > $o/evidence.txt; }
wheels() { python3 - <<'PY'
import os, zipfile
os.makedirs("wheels", exist_ok=True)
def wheel(name, version, tag="py3-none-any", needs=()):
    d = "%s-%s.dist-info" % (name, version)
    with zipfile.ZipFile("wheels/%s-%s-%s.whl" % (name, version, tag), "w") as z:
        z.writestr(name + "/__init__.py", ""); z.writestr(d + "/WHEEL", "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: %s\n" % tag); z.writestr(d + "/RECORD", "")
        z.writestr(d + "/METADATA", "Metadata-Version: 2.1\nName: %s\nVersion: %s\n" % (name, version) + "".join(n + "\n" for n in needs))
wheel("shoplog", "0.4.1"); wheel("shopmail", "1.1.0"); wheel("shopauth", "2.2.2"); wheel("shopfast", "3.0.0", "cp312-cp312-win_amd64"); wheel("shoptypes", "5.0.0", needs=["Requires-Python: >=3.13"])
PY
    python3 -m venv env; }
pip() { /srv/src/env/bin/pip --disable-pip-version-check "$@"; }
pipversion() { out pipversion; wheels; printf 'shoplog==0.4.1\nshopmail==1.3.0\nshopauth==2.2.2\n' > requirements.txt; show 'pip install --no-index --find-links wheels -r requirements.txt' > $o/evidence.txt; }
piphash() { out piphash; wheels; for w in shoplog-0.4.1 shopmail-1.1.0; do echo "${w%-*}==${w#*-} --hash=sha256:$(sha256sum wheels/$w-py3-none-any.whl | cut -d' ' -f1)"; done > requirements.txt; sed -i '2s/sha256:...../sha256:00000/' requirements.txt; show 'pip install --no-index --find-links wheels -r requirements.txt' > $o/evidence.txt; }
pipplatform() { out pipplatform; wheels; show 'pip install wheels/shopfast-3.0.0-cp312-cp312-win_amd64.whl' > $o/evidence.txt; }
piprequires() { out piprequires; wheels; show 'pip install --no-index --find-links wheels shoptypes' > $o/evidence.txt; }
pipmanaged() { out pipmanaged; show '/usr/bin/pip3 install requests' > $o/evidence.txt; }
pipbuild() { out pipbuild; wheels; mkdir -p pkg; printf 'from setuptools import Extension, setup\nsetup(name="shopldap", version="1.0", ext_modules=[Extension("shopldap", ["shopldap.c"])])\n' > pkg/setup.py; printf '#include <sasl/sasl.h>\nint x;\n' > pkg/shopldap.c; env/bin/python -c 'import setuptools' && show 'pip install --no-build-isolation --no-index ./pkg' > $o/evidence.txt; }
gccline() { out gccline; printf '#include <stdio.h>\nint main(void) {\n    int total = 0\n    for (int i = 0; i < 3; i++) total += i;\n    printf("%%d\\n", total);\n}\n' > total.c; show 'gcc -Wall -o total total.c' > $o/evidence.txt; }
ctestfail() { out ctestfail; { echo 'cmake_minimum_required(VERSION 3.16)'; echo 'project(depot C)'; echo 'enable_testing()'; for i in $(seq 24); do [ $i = 17 ] && echo "add_test(NAME parser_$i COMMAND sh -c \"sleep 5\")" || echo "add_test(NAME parser_$i COMMAND true)"; done; echo 'set_tests_properties(parser_17 PROPERTIES TIMEOUT 1)'; } > CMakeLists.txt; { show 'cmake -S . -B out' 'ctest --test-dir out'; } > $o/evidence.txt; }
shellcheckci() { out shellcheckci; printf '#!/bin/bash\nset -e\necho "stage: unit"\nfor d in api web; do\n  echo "testing $d"\n  if [ -d $d ]; then echo ok; fi\necho "stage: package"\ntar -czf out.tgz src\n' > ci.sh; show 'bash ci.sh' > $o/evidence.txt; }
for one in "$@"; do $one; done
