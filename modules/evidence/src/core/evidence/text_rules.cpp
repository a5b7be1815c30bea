#include "evidence/text_rules.hpp"

#include "evidence/keyword_scanner.hpp"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace fm::evidence {

namespace {

struct rule {
  std::string_view id;
  role what;
  double weight;
  std::size_t primary;  // leading named groups that tell facts apart
  const char* pattern;  // case-insensitive; named groups become slots, empty ones are left out
};

// What a name, an address and a quoted thing look like in messages.

// Higher weights win when several rules match one message: they name a cause where the others name its
// effect.
// clang-format off
constexpr std::array rules = std::to_array<rule>({
    // memory
    {"oom_killed", role::cause, .95, 1, R"re(out of memory: kill(?:ed)? process (?P<pid>\d+) \((?P<process>[^)]+)\))re"},
    {"oom_killed", role::cause, .9, 0, R"re((?P<reason>oom[- _]?kill(?:ed|er)?|memory cgroup out of memory|exit(?:ed)?(?: with)?(?: status| code)?:? ?137\b))re"},
    {"memory_exhausted", role::cause, .9, 1, R"re((?P<reason>java\.lang\.OutOfMemoryError(?:: [A-Za-z ]+)?|JavaScript heap out of memory|runtime: out of memory|cannot allocate memory|std::bad_alloc|\bMemoryError\b|GC overhead limit exceeded|fatal: out of memory|\bENOMEM\b))re"},
    {"memory_limit_reached", role::cause, .92, 0, R"re((?P<reason>OOM command not allowed when used memory > 'maxmemory'))re"},
    {"memory_high", role::cause, .7, 1, R"re((?P<reason>(?:high memory usage|memory (?:usage|pressure|leak)[a-z ]*)[^0-9\n]{0,30}(?P<usage>\d{1,3}(?:\.\d+)? ?%|\d+(?:\.\d+)? ?[KMG]i?B)))re"},
    {"memory_high", role::cause, .68, 0, R"re((?P<reason>(?:possible )?memory leak(?: suspected| detected)?|running (?:low on|out of) memory|memory (?:threshold|watermark|alarm)[a-z ]*))re"},
    // disk
    {"disk_full", role::cause, .95, 0, R"re((?:(?:file|path|write to|writing|to|open) "?(?P<path>/[\w./\-]+)"?.{0,60})?(?P<reason>no space left on device|\bENOSPC\b|disk (?:is )?full|disk quota exceeded|not enough (?:free )?(?:disk )?space|flood[- ]stage (?:disk )?watermark|free_disk_space below limit|disk resource limit alarm set|insufficient free space))re"},
    {"disk_high", role::cause, .72, 1, R"re((?P<reason>(?:disk|filesystem|volume|partition|storage)[a-z /._-]{0,40}(?:usage|used|full|at|is)[^0-9\n]{0,20}(?P<usage>\d{1,3}(?:\.\d+)? ?%)))re"},
    {"read_only_filesystem", role::cause, .85, 0, R"re((?P<reason>read-only file ?system|\bEROFS\b|remounting filesystem read-only))re"},
    {"io_error", role::cause, .85, 0, R"re((?P<reason>input/output error|\bI/O error\b(?:, dev (?P<device>\w+))?|medium error|uncorrectable (?:ecc|error)[a-z ]*))re"},
    {"data_corrupt", role::cause, .88, 0, R"re((?P<reason>(?:invalid page|checksum (?:mismatch|error|failed)|database disk image is malformed|corrupt(?:ed|ion)?\b[a-z ]{0,30}|bad file format reading the append only file)[^\n]{0,60}))re"},
    {"too_many_files", role::cause, .92, 0, R"re((?P<reason>too many open files|\bEMFILE\b|\bENFILE\b|file-max limit \d+ reached))re"},
    {"process_limit", role::cause, .88, 0, R"re((?P<reason>unable to create (?:new )?native thread|resource temporarily unavailable|fork: retry|can't start new thread|pthread_create failed))re"},
    // connections of a server or a pool
    {"connections_exhausted", role::cause, .94, 0, R"re((?P<reason>sorry, too many clients already|remaining connection slots are reserved[a-z -]*|too many connections(?: for (?:role|database) "(?P<object>[^"]+)")?|max number of clients reached|max_connections[a-z ]* (?:reached|exceeded)|worker_connections are not enough|maximum number of connections[a-z ]*(?:reached|exceeded)|connection limit (?:exceeded|reached)[a-z ]*))re"},
    {"pool_exhausted", role::cause, .93, 0, R"re((?P<reason>(?:(?P<pool>[\w-]*pool[\w-]*) - )?connection is not available, request timed out(?: after \d+ ?ms)?|[a-z -]*pool(?: size)?(?: is| has been| was)?(?: |: )*(?:exhaust\w*|depleted|at capacity|is full|starv\w*)|exhausted[a-z -]{0,30}pool|pool[a-z ]{0,20}exhaust\w*|QueuePool limit of size \d+ overflow \d+ reached|no (?:free|idle|available) connections?(?: in (?:the )?pool| available)?|(?:timeout|timed out)[a-z ]{0,30}(?:connection from (?:the )?pool|pool(?:ed)? connection|acquiring (?:a )?connection|waiting for (?:a )?connection from)|connection pool[a-z ]{0,30}(?:timeout|timed out|empty|limit reached)|thread ?pool[a-z ]{0,20}(?:exhaust\w*|rejected|full)|pool starvation))re"},
    {"queue_full", role::cause, .85, 0, R"re((?P<reason>queue(?: is| was)? full|queue[a-z ]{0,20}(?:overflow\w*|capacity (?:reached|exceeded))|backlog (?:is )?full|buffer (?:is )?full|(?:task|job) rejected[a-z ]*))re"},
    // certificates and TLS
    {"certificate_expired", role::cause, .95, 0, R"re((?P<reason>certificate[^\n]{0,50}?(?:has |is |was )?expired(?: on (?P<expiry>[0-9][0-9T:Z .\-]+[0-9Z]))?|expired[a-z /-]{0,20}certificate|x509: certificate has expired or is not yet valid|CertificateExpiredException|validity check failed(?:: NotAfter:[^\n]{0,40})?|cert(?:ificate)? (?:is )?no longer valid))re"},
    {"certificate_untrusted", role::cause, .92, 0, R"re((?P<reason>certificate signed by unknown authority|self[- ]signed certificate(?: in certificate chain)?|unable to (?:get local issuer certificate|verify the first certificate)|PKIX path building failed|certificate_verify_failed|certificate verify failed|unable to find valid certification path[a-z ]*))re"},
    {"certificate_mismatch", role::cause, .92, 0, R"re((?P<reason>x509: certificate is (?:valid for|not valid for) [^\n]{1,80}|hostname[^\n]{1,60}(?:doesn't|does not) match[^\n]{0,30}|certificate is not valid for[^\n]{0,60}|certificate subject name[^\n]{0,60}does not match))re"},
    {"tls_failed", role::cause, .78, 0, R"re((?P<reason>(?:ssl|tls)[ _]?(?:handshake|connect|accept)?[a-z _:]{0,20}(?:fail\w*|error)|ssl_do_handshake\(\) failed|remote error: tls: [a-z ]+|wrong version number|handshake[_ ]failure|unsupported protocol))re"},
    // names
    {"dns_failure", role::cause, .92, 1, R"re((?:lookup (?P<host>[\w.\-]+)[^\n]{0,80}: |host(?: name)? "?(?P<host2>[\w.\-]+)"?[^\n]{0,40}: |resolve (?P<host6>[\w.\-]+\.[\w.\-]+)[^\n]{0,30})?(?P<reason>no such host|name or service not known|temporary failure in name resolution|name does not resolve|nxdomain|servfail|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)(?: (?P<host3>[\w.\-]+))?|UnknownHostException(?:: (?P<host4>[\w.\-]+))?|could not resolve host(?::? (?P<host5>[\w.\-]+))?|host (?:not found|is unknown)(?: in upstream(?: "(?P<host7>[^"]+)")?)?|(?:dns|name)[a-z ]{0,20}(?:resolution|lookup)[a-z ]{0,20}(?:fail\w*|timed? ?out|error)|could not translate host name(?: "(?P<host8>[^"]+)")?|nodename nor servname provided|bad address ['"](?P<host9>[\w.\-]+)['"]))re"},
    {"dns_failure", role::cause, .9, 1, R"re((?P<reason>(?:failed to resolve|cannot resolve|can't resolve|could not resolve|unable to resolve)(?: host(?:name)?| service| name| address)?:? ['"]?(?P<host>[\w.\-]+)))re"},
    // refused, unreachable, timed out
    {"database_unreachable", role::cause, .88, 1, R"re((?P<reason>can't connect to (?:local )?(?:mysql|mariadb)? ?server[a-z ]* (?:on |through socket )?'(?P<target>[^']+)'))re"},
    {"upstream_down", role::cause, .9, 1, R"re((?P<reason>connect\(\) failed \(\d+: [a-z ]+\) while connecting to upstream|no live upstreams(?: while connecting to upstream)?|upstream timed out[^,\n]{0,60}|upstream prematurely closed connection|upstream connect error or disconnect/reset before headers)(?:[^\n]*?upstream: "(?P<target>[a-z]+://[^/"]+))?)re"},
    {"connection_refused", role::cause, .82, 1, R"re((?:dial tcp (?P<target>[\w.\-:\[\]]+): (?:connect: )?|ECONNREFUSED (?P<target2>[\w.\-]+:\d+)|(?:connect(?:ing|ion)? (?:to|with)|connection to(?: server at)?|host|server|reach|contact|at) ["']?(?P<target3>[\w.\-]+(?::\d+)?)["']?[^\n]{0,80}?)?(?P<reason>connection refused|connection to (?P<target5>[\w.\-]+(?::\d+)?) refused|ECONNREFUSED|actively refused)(?:[^\n]{0,40}on host "(?P<target4>[^"]+)")?)re"},
    {"host_unreachable", role::cause, .85, 1, R"re((?:dial tcp (?P<target>[\w.\-:\[\]]+): (?:connect: )?|to (?P<target2>[\w.\-]+:\d+)[^\n]{0,30})?(?P<reason>no route to host|network is unreachable|host is (?:down|unreachable)|EHOSTUNREACH|ENETUNREACH|destination (?:host|net) unreachable))re"},
    {"database_unreachable", role::cause, .87, 1, R"re((?P<reason>(?:fail\w*|unable|cannot|can't|could not|couldn't|error)[a-z: ]{0,24}(?:connect\w*|reach\w*|open\w*)[a-z ]{0,16} (?:the )?(?P<target>[\w\-]*(?:database|db|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|cassandra|elasticsearch|kafka|rabbitmq|zookeeper|etcd|memcached|broker)[\w\-]*)\b[^\n]{0,80}))re"},
    {"database_unreachable", role::cause, .86, 1, R"re((?P<reason>\b(?P<target>[\w\-]*(?:database|\bdb|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|cassandra|elasticsearch|kafka|rabbitmq|zookeeper|etcd|memcached|broker)[\w\-]*)(?: server| cluster| service| connection)?(?: is| are| was)?(?: also| still| currently| temporarily| not)?:? (?:unavailable|unreachable|down\b|timed? ?out|connection (?:timeout|timed out|failed|lost|error)|failed after|connection timeout|not responding|reachable)[^\n]{0,60}))re"},
    {"timeout", role::symptom, .62, 1, R"re((?:dial tcp (?P<target>[\w.\-:\[\]]+): |(?:from|to|calling|waiting for|connect to|of) ["']?(?P<target2>[A-Za-z][\w.\-]*(?::\d+)?)["']?[^\n]{0,40}?|(?P<target3>[a-z][\w-]+)[: ]+)?(?P<reason>i/o timeout|connection timed? ?out|(?:request|read|write|query|gateway|operation|response|lock wait|socket|connect(?:ion)?|statement)[ -]?(?:has )?timed? ?out|timed out(?: after [\d.]+ ?(?:ms|s|seconds|milliseconds|m|minutes)?)?|TimeoutError|TimeoutException|SocketTimeoutException|ETIMEDOUT|context deadline exceeded|deadline[ _]exceeded|timeout (?:exceeded|expired|reached|after [\d.]+ ?\w+)))re"},
    {"connection_lost", role::symptom, .55, 0, R"re((?P<reason>connection reset(?: by peer)?|ECONNRESET|broken pipe|EPIPE|unexpected EOF|server closed the connection unexpectedly|lost connection[a-z ]*|connection (?:was )?(?:closed|lost|terminated|dropped)(?: unexpectedly| by (?:peer|remote host))?|connection aborted|server has gone away|socket hang up))re"},
    {"packet_loss", role::cause, .8, 0, R"re((?P<reason>(?P<loss>\d+(?:\.\d+)?%) packet loss|packet loss (?:detected|of)[^\n]{0,30}|link (?:is )?down|carrier lost|network (?:flap\w*|interface[a-z ]*down|partition\w*)|interface \w+ (?:flapping|down)))re"},
    // authentication and permission
    {"auth_failed", role::cause, .86, 1, R"re((?P<reason>password authentication failed for user "(?P<user>[^"]+)"|access denied for user '(?P<user2>[^']+)'|WRONGPASS[^\n]{0,40}|NOAUTH[^\n]{0,40}|no pg_hba\.conf entry for[^\n]{0,80}|(?:authentication|login|auth) (?:failed|failure|error)(?: for (?:user )?"?(?P<user3>[\w.@-]+)"?)?|invalid (?:credentials|password|username or password|api[- _]?key|token|access key[a-z ]*)|incorrect password|(?:401|http 401|status 401)[ :]*unauthorized|unauthorized(?: access)?|(?:jwt|token)(?: has| is)? (?:expired|invalid)|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|bad credentials))re"},
    {"rbac_forbidden", role::cause, .92, 3, R"re(is (?P<reason>forbidden): User \\?"(?P<user>[^"\\]+)\\?" cannot (?P<verb>\w+) resource \\?"(?P<resource>[^"\\]+)\\?"(?: in API group \\?"[^"\\]*\\?")?(?: (?:in the namespace \\?"(?P<namespace>[^"\\]+)|at the cluster scope))?)re"},
    {"permission_denied", role::cause, .86, 1, R"re((?:(?:open|mkdir|create|write|read|access|exec|bind\(\) to)[a-z() ]* ["']?(?P<path>[/\w.\-:*]+)["']?[^\n]{0,30}?)?(?P<reason>permission denied(?: for (?:table|relation|schema|database|sequence|function) "?(?P<object>\w+)"?)?|\bEACCES\b|operation not permitted|\bEPERM\b|access (?:is )?denied|AccessDenied(?:Exception)?|(?:http |status )?403[ :]*forbidden|insufficient (?:permissions?|privileges?)|not authorized to perform[^\n]{0,60}|must be owner of \w+))re"},
    // configuration, missing things
    {"env_missing", role::cause, .92, 1, R"re((?P<reason>(?:missing|required|undefined|unset|mandatory)[a-z ]{0,24}(?:environment|env)(?: ?var(?:iable)?s?)?:? ['"]?(?P<name>(?-i:[A-Z][A-Z0-9_]{2,}))?|(?:environment|env) ?var(?:iable)? ['"]?(?P<name2>[A-Za-z0-9_]+)['"]?[a-z ]{0,20}(?:not set|missing|undefined|is required|must be set|not found|empty)|(?P<name3>(?-i:[A-Z][A-Z0-9]*_[A-Z0-9_]+))(?: environment variable)?(?: is| must be| was)?(?: not)? (?:set|required|missing|undefined|defined)\b|KeyError: '(?P<name4>(?-i:[A-Z][A-Z0-9_]{3,}))'))re"},
    {"config_invalid", role::cause, .87, 0, R"re((?P<reason>(?:invalid|bad|malformed|unknown|unsupported|wrong|unrecognized|missing(?: required)?)[a-z ]{0,20}(?:config(?:uration)?|directive|parameter|setting|option|argument|property|flag|key)\b[^\n]{0,80}|(?:config(?:uration)?|settings?)(?: file)?[^\n]{0,30}(?:invalid|error|failed|not found|missing|malformed|could not be (?:loaded|parsed|read))[^\n]{0,60}|fail\w* to (?:load|parse|read|reload)[a-z ]{0,20}(?:config\w*|settings|yaml|json|toml|manifest)[^\n]{0,60}|yaml: line \d+: [^\n]{1,80}|(?:error|emerg)[^\n]{0,30}in /[\w./\-]+\.conf:\d+|bad directive or wrong number of arguments))re"},
    {"module_missing", role::cause, .9, 1, R"re((?P<reason>(?:ModuleNotFoundError|ImportError): (?:No module named|cannot import name) '(?P<object>[^']+)'|cannot find module '(?P<object2>[^']+)'|(?:ClassNotFoundException|NoClassDefFoundError): (?P<object3>[\w.$/]+)|error while loading shared libraries: (?P<object4>[\w.\-]+)|cannot find package "(?P<object5>[^"]+)"|unable to load (?:dynamic )?library '?(?P<object6>[\w./\-]+)))re"},
    {"command_missing", role::cause, .92, 1, R"re((?:exec: "(?P<command>[^"]+)": |(?P<command2>[\w./\-]+): (?:command )?)?(?P<reason>executable file not found in \$PATH|command not found|(?:line \d+: )(?P<command3>[\w./\-]+): not found|stat [^\s:]+: no such file or directory: unknown|exec format error))re"},
    {"object_missing", role::cause, .84, 1, R"re((?P<reason>(?P<kind>relation|table|column|database|schema|role|index|function|topic|bucket|queue|exchange|vhost|user|secret|configmap|service|namespace|volume|persistentvolumeclaim|serviceaccount)s? ["'`](?P<object>[^"'`]+)["'`](?: of relation "[^"]+")? (?:does not exist|doesn't exist|not found|could not be found|is missing)|unknown (?:database|table|column|topic or partition) ?['"]?(?P<object2>[\w.\-]*)['"]?|no such (?:table|column|bucket|container|key|index|queue|topic): ?(?P<object3>[\w.\-]+)|NoSuch(?:Bucket|Key)|UNKNOWN_TOPIC_OR_PARTITION|index_not_found_exception))re"},
    {"file_missing", role::cause, .78, 1, R"re((?:(?:open|stat|read|load|file|directory|path|cannot access|FileNotFoundError|FileNotFoundException)[^/\n"']{0,40}["']?(?P<path>/?[\w.\-]+(?:/[\w.\-]+)*)["']?[^\n]{0,20}?)?(?P<reason>no such file or directory(?:: '(?P<path2>[^']+)')?|\bENOENT\b|FileNotFoundException|file not found))re"},
    {"port_in_use", role::cause, .92, 1, R"re((?:(?:bind|listen)[^\n]{0,40}? (?:to |tcp )?(?P<address>[\w.\[\]*]*:+\d+)[^\n]{0,30})?(?P<reason>address already in use|EADDRINUSE|port(?: number)? (?P<port>\d+)[a-z ]{0,20}(?:already )?(?:in use|allocated|taken)|only one usage of each socket address))re"},
    // databases
    {"deadlock", role::cause, .88, 0, R"re((?P<reason>deadlock (?:detected|found)[^\n]{0,60}|lock wait timeout exceeded|could not obtain lock on[^\n]{0,40}|could not serialize access[^\n]{0,40}|database is locked|canceling statement due to lock timeout))re"},
    {"sql_invalid", role::cause, .86, 1, R"re((?P<reason>syntax error at or near "(?P<near>[^"]+)"|you have an error in your sql syntax|(?:sql )?syntax error[^\n]{0,60}|invalid input syntax for[^\n]{0,60}))re"},
    {"constraint_violated", role::cause, .84, 1, R"re((?P<reason>(?:duplicate key value )?violates (?P<kind>unique|foreign key|check|not-null|exclusion) constraint(?: "(?P<object>[^"]+)")?|duplicate entry '[^']+' for key '(?P<object2>[^']+)'|unique constraint[a-z ]{0,10}failed: (?P<object3>[\w.]+)|IntegrityError|null value in column "(?P<object4>[^"]+)"|E11000 duplicate key error))re"},
    {"query_cancelled", role::symptom, .7, 0, R"re((?P<reason>canceling statement due to (?:statement timeout|user request|conflict with recovery)|query (?:was )?(?:cancelled|killed|interrupted)[a-z ]*))re"},
    {"migration_failed", role::cause, .88, 0, R"re((?P<reason>(?:schema |database |db )?migrations?[^\n]{0,40}(?:fail\w*|error|aborted|conflict|pending)[^\n]{0,60}|dirty database version \d+))re"},
    // clusters
    {"partition_detected", role::cause, .94, 0, R"re((?P<reason>(?:network )?partition(?:s|ed)?[a-z _]{0,20}(?:detected|occurred)|split[- ]brain|partial partition[a-z ]*|inconsistent_database|mnesia[^\n]{0,40}partitioned network))re"},
    {"leader_lost", role::cause, .84, 0, R"re((?P<reason>no leader|lost (?:the )?(?:leader(?:ship)?|quorum|primary|master)|leader(?: election)?[a-z ]{0,20}(?:lost|failed|changed|timed out)|(?:no|not enough|without) quorum|not enough (?:replicas|in-sync replicas|active shards|masters?)[a-z ]*|NotEnoughReplicas(?:Exception)?|no (?:primary|master|eligible master)[a-z ]*(?:found|available)|CLUSTERDOWN[^\n]{0,40}|master_not_discovered_exception))re"},
    {"replication_broken", role::cause, .84, 0, R"re((?P<reason>replication[a-z ]{0,24}(?:lag\w*|broken|stopped|failed|error|timeout|terminated)[^\n]{0,40}|MASTER <-> REPLICA sync[^\n]{0,20}(?:error|timeout|lost|fail)[^\n]{0,30}|requested WAL segment \w+ has already been removed|replica (?:is )?(?:stale|too stale|behind|lagging)[a-z ]*|slave[a-z ]{0,20}(?:lag|stopped|error)[^\n]{0,30}))re"},
    {"consumer_lag", role::cause, .8, 0, R"re((?P<reason>(?:consumer |high )lag[^\n]{0,60}?(?P<lag>\d{2,})|consumer (?:is )?(?:lagging|falling behind|too slow|stuck)[^\n]{0,40}|max\.poll\.interval\.ms[^\n]{0,40}|commit cannot be completed since the group has already rebalanced))re"},
    {"node_not_ready", role::cause, .85, 1, R"re((?P<reason>node ["']?(?P<node>[\w.\-]+)?["']?[a-z :]{0,16}(?:not ?ready|became unreachable|is unreachable|lost contact)|NodeNotReady))re"},
    {"evicted", role::cause, .85, 0, R"re((?P<reason>evict(?:ed|ing) pod[^\n]{0,60}|the node was low on resource: [a-z-]+|pod[^\n]{0,30}was evicted))re"},
    {"unschedulable", role::cause, .9, 0, R"re((?P<reason>\d+/\d+ nodes are available:[^\n]{0,120}|insufficient (?:cpu|memory|ephemeral-storage|[a-z.]+/[a-z]+)|FailedScheduling))re"},
    {"image_pull", role::cause, .92, 1, R"re((?P<reason>failed to pull (?:and unpack )?image "(?P<image>[^"]+)"[^\n]{0,160}|ErrImagePull|ImagePullBackOff|manifest unknown|pull access denied for (?P<image2>[\w./\-]+)|toomanyrequests: [^\n]{0,60}))re"},
    {"crash_loop", role::symptom, .6, 0, R"re((?P<reason>CrashLoopBackOff|back-off restarting failed container))re"},
    {"probe_failed", role::symptom, .62, 1, R"re((?P<reason>(?P<probe>readiness|liveness|startup) probe (?:failed|errored)[^\n]{0,120}|health ?check[a-z ]{0,20}(?:fail\w*|unhealthy|timed out)[^\n]{0,60}|failed health ?checks?))re"},
    {"mount_failed", role::cause, .88, 0, R"re((?P<reason>MountVolume\.\w+ failed for volume "(?P<volume>[^"]+)"[^\n]{0,120}|unable to (?:attach or )?mount volumes?[^\n]{0,80}|mount(?:ing)? failed[^\n]{0,60}))re"},
    {"quota_exceeded", role::cause, .9, 0, R"re((?P<reason>exceeded quota: (?P<quota>[\w\-]+)[^\n]{0,120}|quota[a-z ]{0,16}(?:exceeded|exhausted|reached)[^\n]{0,60}|ResourceExhausted|LimitExceeded(?:Exception)?))re"},
    // load
    {"rate_limited", role::cause, .88, 0, R"re((?P<reason>rate[- _]?limit\w*(?: has been| was| is)?[a-z :]{0,20}(?:exceed\w*|reached|hit|exhaust\w*|applied|error)|rate[- ]limited|too many requests|(?:http |status |code |error |returned |response )+:? ?429\b|ThrottlingException|request (?:was )?throttled|throttl(?:ed|ing)\b[a-z ]*|API quota exceeded|retry[- ]after[: ]+\d+))re"},
    {"circuit_open", role::symptom, .68, 0, R"re((?P<reason>circuit[ -]?breaker[^\n]{0,40}(?:open\w*|tripped)|CallNotPermittedException))re"},
    {"overloaded", role::cause, .74, 0, R"re((?P<reason>(?:server|service|system|cpu|node|worker|broker)[a-z ]{0,12}(?:overload\w*|saturat\w*|at capacity)|high (?:cpu|load)[a-z ]{0,20}(?P<usage>\d{1,3}(?:\.\d+)? ?%)?|cpu (?:usage|throttl\w*)[^0-9\n]{0,20}(?P<usage2>\d{2,3}(?:\.\d+)? ?%)|server reached (?:pm\.)?max_children|load average:? (?P<load>\d{2,}\.\d+)|load shedding))re"},
    {"slow_call", role::symptom, .6, 0, R"re((?P<reason>slow (?:query|request|response|log|operation|call)[^\n]{0,60}?(?P<duration>\d+(?:\.\d+)? ?(?:ms|s|sec|seconds|milliseconds|us)\b)?|(?:high|increased|elevated) (?:latency|response time)s?[^\n]{0,40}|latency[a-z ]{0,16}(?:spike|high|degraded|increase\w*)[^\n]{0,40}|performance (?:degrad\w+|issue|problem)[^\n]{0,40}|degraded performance))re"},
    {"retries_exhausted", role::symptom, .6, 0, R"re((?P<reason>(?:max(?:imum)?|all)(?: number of)? retries[a-z ]{0,16}(?:exceeded|exhausted|reached|failed)|(?:failed|giving up|gave up)[a-z ]{0,16} after (?:\d+ )?(?:retries|attempts|tries)|retr(?:y|ies) (?:limit|budget)[a-z ]{0,12}(?:exceeded|exhausted|reached)|retries exhausted|BackoffLimitExceeded))re"},
    // programs that end
    {"application_crash", role::cause, .8, 1, R"re((?P<reason>thread '[^']+' panicked at [^\n]{1,80}|segmentation fault|SIGSEGV[^\n]{0,40}|core dumped|general protection fault|panic: (?P<detail>[^\n]{1,120})|fatal error: (?P<detail2>[^\n]{1,80})|unhandled(?: promise)? (?:exception|rejection)[^\n]{0,80}|uncaught (?:exception|error|typeerror|referenceerror)[^\n]{0,80}|(?:java\.lang\.)?NullPointerException[^\n]{0,60}|nil pointer dereference|assertion (?:failed|`[^`']+' failed)[^\n]{0,60}|stack overflow\w*|double free or corruption|terminate called after throwing[^\n]{0,60}|kernel panic[^\n]{0,60}|(?:AttributeError|TypeError|ValueError|KeyError|IndexError|ZeroDivisionError|NameError|RuntimeError|NoMethodError|SyntaxError|ReferenceError|InvalidOperationException|IllegalStateException|IllegalArgumentException|NullReferenceException|IndexOutOfBoundsException|ArithmeticException|ClassCastException|AssertionError|RecursionError): (?P<detail3>[^\n]{1,120})))re"},
    {"exit_code", role::symptom, .6, 1, R"re((?P<reason>(?:exit(?:ed|ing|s)?|terminated|failed|returned|finished)(?: with| on)?(?: an?)?(?: non-zero)?(?: exit)?(?: code| status)[ :=]+(?P<exit_code>[1-9]\d{0,2})\b|exited \((?P<exit_code2>[1-9]\d{0,2})\)|status=(?P<exit_code3>[1-9]\d{0,2})/\w+|main process exited, code=\w+, status=(?P<exit_code4>[1-9]\d{0,2})))re"},
    {"killed_by_signal", role::symptom, .55, 0, R"re((?P<reason>(?:exited on|killed by|received|caught|got|terminated by) (?:signal )?(?:SIG)?(?P<signal>KILL|SEGV|ABRT|BUS|9|11|6)\b[^\n]{0,40}|was terminated by signal (?P<signal2>\d+)(?:: [A-Za-z ]+)?))re"},
    {"http_error", role::symptom, .55, 1, R"re("\s+(?P<status3>50[0-9])(?:\s|$)|(?P<reason>(?:status[=: ]+|status code[=: ]+|http[/ ][\d.]*\s?|returned (?:status |http )?|responded (?:with )?(?:status )?|error |code[=: ]+|response[=: ]+)(?P<status>50[0-9])\b[^\n]{0,40}|(?P<status2>50[0234]) (?:bad gateway|service unavailable|internal server error|gateway time-?out)|internal server error|service unavailable|bad gateway))re"},
    {"job_failed", role::symptom, .6, 0, R"re((?P<reason>(?:job|task|backup|build|pipeline|cron|batch|sync|deployment|rollout|upgrade|import|export)s?(?: "[^"]+"| '[^']+'| [\w\-]+)? (?:has |have |was )?(?:failed|aborted|crashed|did not complete)[^\n]{0,60}))re"},
    {"clock_skew", role::cause, .8, 0, R"re((?P<reason>clock (?:skew|drift|jump)[^\n]{0,40}|time (?:is )?(?:out of sync|skew)[^\n]{0,30}|not synchroni[sz]ed to (?:ntp|a time source)[^\n]{0,20}|RequestTimeTooSkewed))re"},
    // what people did before: context that may be a trigger
    {"change", role::context, .3, 0, R"re((?P<reason>(?:config(?:uration)?|settings?|feature[- ]flag|flag|schema|certificate|secret|policy|rule|dns record)[^\n]{0,30}(?:chang(?:ed|ing)|updat(?:ed|ing)|reload(?:ed|ing)|rotat(?:ed|ing)|modified|applied|enabled|disabled|set to)[^\n]{0,60}|(?:deploy(?:ed|ing|ment)|rollout|roll(?:ed|ing) out|release|upgrad(?:ed|ing)|rolling update)[^\n]{0,30}(?:version |v|to |started|complete\w*|success\w*|begin\w*)[^\n]{0,60}|scal(?:ed|ing) (?:up|down|out|in)\b[^\n]{0,60}|migration[^\n]{0,20}(?:started|complete\w*|applied)[^\n]{0,30}|fail(?:ed)?[- ]?over (?:to|started|complete\w*|initiated)[^\n]{0,40}|maintenance (?:mode|window)[^\n]{0,40}|parameter "[^"]+" changed to "[^"]*"|received sighup[^\n]{0,40}))re"},
    {"recovered", role::healthy, .4, 0, R"re((?P<reason>(?:connection|service|database|db|node|link|cluster|leader|replica)[a-z ]{0,20}(?:restored|re-?established|recovered|is back|back online|healthy again)|reconnected|recovered (?:from|after)[^\n]{0,40}|succeeded (?:after|on) (?:retry|attempt)[^\n]{0,20}))re"},
});
// clang-format on

// Denials: the message says that the trouble is absent.
constexpr const char* denial =
    R"re((?i)(?:\b(?:no|zero|without(?: any)?|0)\s+(?:\w+\s+)?(?:errors?|failures?|issues?|problems?|exceptions?|warnings?|timeouts?)\b)re"
    R"re(|\b\w*(?:error|fail(?:ed|ures)?|exception|timeout|retries|dropped|lost)\w*["']?\s*[:=]\s*["']?(?:0(?:\.0+)?\b|null|none|false|nil|\[\]|\{\}|""))re"
    R"re(|\berrors?["']?\s*[:=]\s*["']?\s*(?:$|,))re"
    R"re(|\b(?:if|when|on|in case of|unless|until)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?(?:error|failure|timeout|exception)s?\b)re"
    R"re(|\b(?:error|exception|failure|panic)[ _-]?(?:handler|handling|page|log|rate|budget|code|count|reporter|boundary|tracking|recovery|middleware)\b))re";

constexpr std::array<std::string_view, 38> trouble_words = {
    "error",       "fail",        "exception", "fatal",        "panic",         "refused",   "denied",
    "timeout",     "timed out",   "unable",    "cannot",       "can't",         "could not", "couldn't",
    "unreachable", "unavailable", "invalid",   "crash",        "abort",         "killed",    "exceeded",
    "exhaust",     "corrupt",     "not found", "missing",      "rejected",      "unhealthy", "expired",
    "no such",     "too many",    "forbidden", "unauthorized", "out of memory", "overflow",  "deadlock",
    "lost",        "degraded",    "throttl"};

constexpr std::array<std::string_view, 14> nobody = {
    "server",  "the",     "host",       "it",        "a",     "Server", "database",
    "context", "request", "connection", "operation", "error", "client", "upstream"};

/// "target2" and "target3" are the same slot in other places of a pattern.
std::string slot_name(const std::string& group) {
  auto n = group.size();
  while (n > 0 && group[n - 1] >= '0' && group[n - 1] <= '9') --n;
  return group.substr(0, n);
}

void trim_match(std::string_view text, std::size_t begin, std::size_t& end) {
  for (; end > begin; --end) {
    char c = text[end - 1];
    if (c == '"' || c == '\'') {  // a closing quote stays, one that opens what was cut off goes
      auto quotes = std::count(text.begin() + static_cast<std::ptrdiff_t>(begin),
                               text.begin() + static_cast<std::ptrdiff_t>(end), c);
      if (quotes % 2 == 0) return;
    } else if (std::string_view(" ,;:([{").find(c) == std::string_view::npos) {
      return;
    }
  }
}

}  // namespace

struct text_rules::impl {
  struct compiled {
    const rule* source;
    std::unique_ptr<re2::RE2> pattern;
    std::vector<std::string> names;  // by group number, 1-based; unnamed are empty
  };
  std::vector<compiled> all;
  re2::FilteredRE2 filter{4};              // which words a message must hold for a rule to match
  std::unique_ptr<keyword_scanner> atoms;  // those words
  std::unique_ptr<keyword_scanner> trouble;
  std::unique_ptr<re2::RE2> denied;
};

text_rules::text_rules() : impl_(std::make_unique<impl>()) {
  re2::RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);  // bytes: messages may hold any
  options.set_max_mem(64 << 20);
  for (const auto& r : rules) {
    impl::compiled c{&r, std::make_unique<re2::RE2>(r.pattern, options), {}};
    c.names.resize(static_cast<std::size_t>(c.pattern->NumberOfCapturingGroups()) + 1);
    for (const auto& [number, name] : c.pattern->CapturingGroupNames())
      c.names[static_cast<std::size_t>(number)] = slot_name(name);
    int number = 0;
    impl_->filter.Add(r.pattern, options, &number);
    impl_->all.push_back(std::move(c));
  }
  std::vector<std::string> atoms;
  impl_->filter.Compile(&atoms);
  impl_->atoms = std::make_unique<keyword_scanner>(atoms);
  impl_->trouble =
      std::make_unique<keyword_scanner>(std::vector<std::string>(trouble_words.begin(), trouble_words.end()));
  impl_->denied = std::make_unique<re2::RE2>(denial, options);
}

text_rules::~text_rules() = default;

rule_match text_rules::match(std::string_view message) const {
  message = message.substr(0, 4096);
  rule_match best;
  // Most messages hold no word of any rule; the expressions run for the few that do.
  std::vector<int> words, hits;
  impl_->atoms->find(message, words);
  impl_->filter.AllPotentials(words, &hits);
  if (hits.empty()) return best;
  // Parts that deny the trouble are blanked: what else the message says still counts.
  std::string without;
  std::string_view text = message;
  re2::StringPiece denial_at[1];
  re2::StringPiece rest(message.data(), message.size());
  std::size_t from = 0;
  while (from < rest.size() &&
         impl_->denied->Match(rest, from, rest.size(), re2::RE2::UNANCHORED, denial_at, 1) &&
         !denial_at[0].empty()) {
    if (without.empty()) without.assign(message);
    auto at = static_cast<std::size_t>(denial_at[0].data() - rest.data());
    std::fill_n(without.begin() + static_cast<std::ptrdiff_t>(at), denial_at[0].size(), '\x01');
    from = at + denial_at[0].size();
  }
  if (!without.empty()) text = without;

  std::sort(hits.begin(), hits.end());
  for (int h : hits) {
    const auto& c = impl_->all[static_cast<std::size_t>(h)];
    if (c.source->weight <= best.weight) continue;
    std::vector<re2::StringPiece> groups(c.names.size());
    re2::StringPiece where(text.data(), text.size());
    if (!c.pattern->Match(where, 0, where.size(), re2::RE2::UNANCHORED, groups.data(),
                          static_cast<int>(groups.size())))
      continue;
    rule_match m;
    m.rule = c.source->id, m.role = c.source->what, m.weight = c.source->weight;
    m.begin = static_cast<std::size_t>(groups[0].data() - text.data());
    m.end = m.begin + groups[0].size();
    trim_match(text, m.begin, m.end);
    // The slots that tell facts apart come first, `reason` last.
    for (bool reason : {false, true})
      for (std::size_t g = 1; g < groups.size(); ++g) {
        if (groups[g].data() == nullptr || groups[g].empty() || c.names[g].empty()) continue;
        if ((c.names[g] == "reason") != reason) continue;
        auto begin = static_cast<std::size_t>(groups[g].data() - text.data());
        auto end = begin + groups[g].size();
        trim_match(text, begin, end);
        // "connect to server: refused" names nothing.
        auto value = message.substr(begin, end - begin);
        if (std::find(nobody.begin(), nobody.end(), value) != nobody.end()) continue;
        if (end > begin) m.slots.push_back({c.names[g], std::string(value)});
      }
    m.primary = std::min(c.source->primary, m.slots.size());
    best = std::move(m);
  }
  return best;
}

bool text_rules::sounds_wrong(std::string_view message) {
  message = message.substr(0, 1024);
  const auto& shared = *instance().impl_;
  std::vector<int> words;
  shared.trouble->find(message, words);
  if (words.empty()) return false;
  std::string rest(message);
  if (re2::RE2::GlobalReplace(&rest, *shared.denied, " ") == 0) return true;
  shared.trouble->find(rest, words);
  return !words.empty();
}

std::vector<std::string_view> text_rules::ids() {
  std::vector<std::string_view> all;
  for (const auto& r : rules)
    if (std::find(all.begin(), all.end(), r.id) == all.end()) all.push_back(r.id);
  return all;
}

const text_rules& text_rules::instance() {
  static const text_rules shared;
  return shared;
}

}  // namespace fm::evidence
