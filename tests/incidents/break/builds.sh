#!/bin/bash
# Builds broken one way at a time: a source file left out of a link, a library that CMake cannot find, a header of another
# version deep in a parallel make, a compiler that runs out of memory, packages of Python and of Node.js that exclude each
# other. A build with warnings only stays healthy.
set -u
mkdir -p /srv/build
tree() { # tree: a small C++ project of 14 libraries
    rm -rf /srv/build/*; cd /srv/build || exit; mkdir src
    { echo 'cmake_minimum_required(VERSION 3.16)'; echo 'project(depot CXX)'; echo 'add_compile_options(-Wall -Wextra)'; echo 'add_executable(depot src/main.cpp)'; } > CMakeLists.txt
    { for i in $(seq 14); do echo "int part$i(int);"; done; echo 'int main(int argc, char**) { int n = argc;'; for i in $(seq 14); do echo "n += part$i(n);"; done; echo 'return n; }'; } > src/main.cpp
    for i in $(seq 14); do
        printf '#include <string>\n#include <vector>\nint part%s(int n) { std::vector<std::string> v; unsigned u = 3; for (int k = 0; k < n; k++) if (k < u) v.push_back("x"); return (int)v.size(); }\n' $i > src/part$i.cpp
        echo "add_library(part$i src/part$i.cpp)" >> CMakeLists.txt; echo "target_link_libraries(depot PRIVATE part$i)" >> CMakeLists.txt
    done
}
linker() {
    o=/out/build-linker; mkdir -p $o; tree
    printf 'int crc(const char*, int);\nint part9(int n) { return crc("x", n); }\n' > src/part9.cpp; printf 'int crc(const char* p, int n) { return p[0] * n; }\n' > src/crc.cpp
    { echo '$ cmake -S . -B out && make -C out -j4'; cmake -S . -B out && make -C out -j4; } > $o/evidence.txt 2>&1
}
package() {
    o=/out/build-package; mkdir -p $o; tree; sed -i '3i find_package(Threads REQUIRED)\nfind_package(PkgConfig REQUIRED)\nfind_package(CURL)\npkg_check_modules(AMQP REQUIRED librabbitmq>=0.11)' CMakeLists.txt
    { echo '$ cmake -S . -B out'; cmake -S . -B out; } > $o/evidence.txt 2>&1
}
header() {
    o=/out/build-header; mkdir -p $o; tree; mkdir -p include/codec; printf '#pragma once\nnamespace codec { struct Options { int level; }; int encode(const char* data, const Options& options); }\n' > include/codec/codec.hpp
    sed -i '3i include_directories(include)' CMakeLists.txt
    for i in 4 11; do printf '#include <codec/codec.hpp>\nint part%s(int n) { codec::Options o{n}; o.dictionary = "shop"; return codec::encode("x", o, nullptr); }\n' $i > src/part$i.cpp; done
    { echo '$ make -C out -k -j4'; cmake -S . -B out > /dev/null && make -C out -k -j4; echo '$ git log --oneline -3 -- third_party'; } 2>&1 | sed '/git log/d' > $o/evidence.txt
}
memory() {
    o=/out/build-memory; mkdir -p $o; tree
    printf '#include <utility>\ntemplate <int N> struct Grow { using A = typename Grow<N-1>::A; static int f(int n) { return Grow<N-1>::f(n) + Grow<N-2>::f(n); } };\ntemplate <> struct Grow<0> { using A = int; static int f(int n) { return n; } };\ntemplate <> struct Grow<1> { using A = int; static int f(int n) { return n; } };\n#define T(n) int t##n(int x) { return Grow<n>::f(x); }\nT(880)\nstatic const unsigned char table[] = { ' > src/part6.cpp
    awk 'BEGIN { for (i = 0; i < 6000000; i++) printf "%d,%s", i % 97, i % 40 ? "" : "\n" }' >> src/part6.cpp; printf '};\nint part6(int n) { return table[n] + t880(n); }\n' >> src/part6.cpp
    { echo '$ ulimit -v'; (ulimit -v 260000; ulimit -v; echo '$ make -C out -j2'; cmake -S . -B out > /dev/null; make -C out -j2); } > $o/evidence.txt 2>&1
}
pip() {
    o=/out/pip-conflict; mkdir -p $o; rm -rf /srv/build/*; cd /srv/build || exit; mkdir wheels
    python3 - <<'PY'
import zipfile
def wheel(name, version, needs=()):
    d = "%s-%s.dist-info" % (name, version)
    with zipfile.ZipFile("wheels/%s-%s-py3-none-any.whl" % (name, version), "w") as z:
        z.writestr(name + "/__init__.py", ""); z.writestr(d + "/WHEEL", "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"); z.writestr(d + "/RECORD", "")
        z.writestr(d + "/METADATA", "Metadata-Version: 2.1\nName: %s\nVersion: %s\n" % (name, version) + "".join("Requires-Dist: %s\n" % n for n in needs))
for v in ("1.8.0", "1.9.2", "2.0.1"): wheel("shopcore", v)
wheel("shopmodels", "3.1.0", ["shopcore>=1.8,<2"]); wheel("shopapi", "5.2.0", ["shopcore>=2.0", "shopmodels>=3"]); wheel("shoplog", "0.4.1"); wheel("shopmail", "1.1.0", ["shoplog>=0.4"]); wheel("shopauth", "2.2.2", ["shoplog"])
PY
    printf 'shoplog==0.4.1\nshopmail==1.1.0\nshopauth==2.2.2\nshopmodels==3.1.0\nshopapi==5.2.0\n' > requirements.txt
    python3 -m venv env; { echo '$ pip install -r requirements.txt'; env/bin/pip install --no-index --find-links wheels -r requirements.txt; echo '$ cat requirements.txt'; cat requirements.txt; } > $o/evidence.txt 2>&1
}
npm() {
    o=/out/npm-conflict; mkdir -p $o; rm -rf /srv/build/*; cd /srv/build || exit
    p() { mkdir -p "packages/$1"; echo "$2" > "packages/$1/package.json"; (cd "packages/$1" && node /usr/lib/node_modules/npm/bin/npm-cli.js pack --pack-destination /srv/build > /dev/null 2>&1); }
    p view '{"name": "@shop/view", "version": "18.3.1"}'; p grid '{"name": "@shop/grid", "version": "4.0.2", "peerDependencies": {"@shop/view": "^16.8.0 || ^17.0.0"}}'; p date '{"name": "@shop/date", "version": "2.1.0"}'
    echo '{"name": "storefront", "version": "6.4.0", "dependencies": {"@shop/view": "file:shop-view-18.3.1.tgz", "@shop/date": "file:shop-date-2.1.0.tgz", "@shop/grid": "file:shop-grid-4.0.2.tgz"}}' > package.json
    { echo '$ npm install'; node /usr/lib/node_modules/npm/bin/npm-cli.js install --offline --no-audit --no-fund; } > $o/evidence.txt 2>&1
}
healthy() {
    o=/out/healthy-build; mkdir -p $o; tree; sed -i '3i find_package(CURL)\nenable_testing()\nadd_test(NAME starts COMMAND depot)\nadd_test(NAME parts COMMAND true)' CMakeLists.txt; sed -i 's/return n;/return n < 0;/' src/main.cpp
    { echo '$ cmake -S . -B out && make -C out -j4 && ctest --test-dir out'; cmake -S . -B out && make -C out -j4 && ctest --test-dir out; } > $o/evidence.txt 2>&1
}
for one in "$@"; do $one; done
