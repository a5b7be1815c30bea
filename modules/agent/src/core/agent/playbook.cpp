#include "agent/playbook.hpp"

#include <algorithm>
#include <array>

namespace fm::agent {

namespace {

// clang-format off
constexpr std::array entries = std::to_array<play>({
    // memory and disk
    {"oom_killed", "infrastructure", 0, "[Container {container}: ][Process {process}: ]out of memory, killed by the kernel ({reason})[, exit code {exit_code}][, memory limit {limit}]", "Compare the memory limit with what the program really uses|Raise the limit or lower the program's own heap setting|Look for a leak: does use grow until the kill?", "How much memory does the program use before it is killed?", "oom killed memory limit container"},
    {"memory_exhausted", "infrastructure", 0, "The program runs out of memory: {reason}", "Compare heap settings with the memory of the host or container|Take a heap dump at the next occurrence|Look for growth over time", "Does memory use grow steadily or jump with load?", "out of memory heap"},
    {"memory_limit_reached", "infrastructure", 0, "The memory limit is reached: {reason}", "Check used memory against maxmemory and the eviction policy|Free or expire keys, or raise the limit|Find the largest keys", "Which keys or clients grew last?", "redis memory maxmemory eviction"},
    {"memory_high", "infrastructure", 1, "Memory use is high: {reason}", "Follow memory over time for the program named|Compare with its limit", "Does memory come back after load ends?", "memory usage high"},
    {"disk_full", "infrastructure", 0, "The disk is full: {reason}[ ({path})]", "Free space on the volume (df -h, du -xsh), old logs and dumps first|Check inodes too (df -i)|Find what grew, and give it a limit", "Which directory grew, and since when?", "disk full no space left on device filesystem"},
    {"disk_high", "infrastructure", 1, "Disk use is high: {reason}", "Find what grows (du -xsh)|Free space before writes fail", "", "disk usage filesystem filling up"},
    {"read_only_filesystem", "infrastructure", 0, "The file system cannot be written: {reason}", "Check the kernel log for disk errors|Check the mount options and whether the root file system is read only by intention", "", "read-only filesystem"},
    {"io_error", "infrastructure", 0, "The storage reports errors: {reason}", "Check the device's health (smartctl, kernel log)|Move the data before more is lost", "", "disk io error"},
    {"data_corrupt", "data", 0, "Data is damaged: {reason}", "Stop writers and keep a copy of the damaged files|Restore from the last good backup|Check the storage underneath", "", "corruption checksum restore backup"},
    {"too_many_files", "infrastructure", 0, "Too many open files: {reason}", "Compare open descriptors with the limit (ulimit, proc)|Look for descriptors that are never closed|Raise the limit", "", "too many open files descriptor limit"},
    {"process_limit", "infrastructure", 0, "The process or thread limit is reached: {reason}", "Check the thread count and pids limit|Look for a thread leak", "", "process thread limit"},
    // connections
    {"connections_exhausted", "infrastructure", 0, "The server accepts no more connections: {reason}", "List who holds connections and since when|Lower the clients' pool sizes or put a pooler in front|Raise the server's limit if its memory allows", "Which clients hold the connections?", "too many connections max_connections pool"},
    {"pool_exhausted", "performance", 0, "The connection pool is exhausted: {reason}", "Look for connections that are not returned, and for slow queries that hold them|Compare the pool size with the concurrency|Check the database's own load at that time", "Did load rise, or did each connection take longer?", "connection pool exhausted database connections"},
    {"queue_full", "performance", 1, "A queue is full: {reason}", "Find why the consumer is slower than the producer|Bound or shed the load", "", "queue full backlog"},
    // certificates, TLS, names
    {"certificate_expired", "configuration", 0, "A certificate has expired: {reason}[ ({target})]", "Read the certificate's dates (openssl can print them)|Renew and deploy it, then reload the program|Alert before the next expiry", "Which certificate is it, and who renews it?", "certificate expired tls renew"},
    {"certificate_untrusted", "configuration", 0, "A certificate is not trusted: {reason}[ ({target})]", "Check the chain that the server sends and the client's CA bundle|Add the issuing CA where it is missing", "", "certificate unknown authority tls ca"},
    {"certificate_mismatch", "configuration", 0, "A certificate does not match the host name: {reason}", "Compare the names in the certificate with the address used|Issue a certificate that has the name", "", "certificate hostname mismatch"},
    {"tls_failed", "network", 1, "The TLS handshake fails: {reason}[ ({target})]", "Try the handshake by hand (openssl)|Compare protocol versions and certificates on both sides", "", "tls handshake"},
    {"dns_failure", "network", 0, "The host name[ {host}] does not resolve: {reason}", "Resolve the name from the same place (dig, nslookup)|Check the name for a typing error and the search domains|Check the DNS server's health", "Does the name resolve from elsewhere?", "dns resolution coredns name"},
    // reachability
    {"database_unreachable", "external_dependency", 0, "A dependency cannot be reached: {reason}[ ({target})]", "Check that the other side runs and listens|Check address, port, network rules and credentials from the same place|Look at its own log for that time", "Is the other side itself up?", "database unavailable connection failed"},
    {"upstream_down", "external_dependency", 0, "The upstream does not answer: {reason}[ (upstream {target})]", "Check that the upstream process runs and listens on that address|Look at its log for the same minute|Check the proxy's address and timeouts", "Is the upstream down, slow, or at another address?", "upstream bad gateway 502 backend down"},
    {"connection_refused", "external_dependency", 1, "A connection is refused: [{target}: ]{reason}", "Check that the other side runs and listens on that port|Check the address that is configured|Look for its restarts at that time", "Did the other side ever run?", "connection refused service down"},
    {"host_unreachable", "network", 0, "A host cannot be reached: [{target}: ]{reason}", "Check routes, security groups and network policies between the two|Check that the host is up", "", "network unreachable route"},
    {"timeout", "performance", 2, "Calls time out[ ({target})]: {reason}", "Find out what the other side does in that time|Check its load, its dependencies and the network between|Compare the timeout with its usual latency", "Is the other side slow or unreachable?", "timeout slow latency"},
    {"connection_lost", "network", 2, "Connections break: {reason}[ ({target})]", "Look at the other side's log for the same moment|Check idle timeouts of proxies and firewalls in between", "Did the other side restart?", "connection reset"},
    {"packet_loss", "network", 0, "The network is faulty: {reason}", "Check interface errors and link state|Trace the path (mtr) from both sides", "", "network packet loss interface"},
    // permission
    {"auth_failed", "configuration", 0, "Authentication fails: {reason}[ ({target})]", "Check which credentials the program really has (secret, environment)|Check that the account exists and its password or key was not rotated", "Were credentials changed recently?", "authentication failed credentials secret"},
    {"rbac_forbidden", "configuration", 0, "Permission is missing[ ({reason})]: [{user} cannot {verb} {resource}][ in namespace {namespace}][ (role {role})]", "Ask the cluster what the account may do (kubectl auth)|Bind a role that allows it to the service account, no more than needed", "", "rbac forbidden role binding service account"},
    {"permission_denied", "configuration", 0, "Permission is denied: {reason}[ ({path})][ ({object})]", "Check owner and mode, and the user that the program runs as|Check security contexts and policies", "", "permission denied access"},
    // configuration and missing things
    {"env_missing", "configuration", 0, "A required setting is missing: {reason}", "Set the variable in the deployment's environment|Compare with the last version that worked", "What changed in the configuration?", "environment variable missing configuration"},
    {"config_invalid", "configuration", 0, "The configuration is not valid: {reason}", "Check the named place in the configuration|Compare with the last version that worked", "What changed in the configuration?", "invalid configuration"},
    {"config_problem", "configuration", 1, "The configuration contradicts itself[: {reason}][: {key} = {value}][: nothing defines the volume {volume}][: port {port} is taken twice][: requested {requested}, limited to {limited}][: minimum {minimum}, maximum {maximum}][: the schedule {schedule} is not valid][ ({file})][ (container {container})]", "Check the named place in the configuration", "", "configuration"},
    {"module_missing", "code", 0, "A module is missing: {reason}", "Install the module in the image or fix the import|Compare the image with the last one that worked", "", "module not found import dependency"},
    {"command_missing", "configuration", 0, "A command cannot be started: [{command}: ]{reason}; a typing error, or the image lacks it", "Check the command's spelling and that the image has it|Check PATH, architecture and line endings of scripts", "", "command not found container start error"},
    {"container_start_error", "configuration", 0, "[Container {container}: ]the command [{command} ]cannot be started[: {reason}][, exit code {exit_code}]; a typing error, or the image lacks it", "Check the command's spelling and that the image has it|Check PATH and architecture", "", "container cannot run start error command"},
    {"object_missing", "configuration", 0, "[{kind} ][{object} ]is missing[ (key {key})][; a similar one exists: {near}][; it exists in another namespace: {elsewhere}][; one of this name is of another kind: {other_kind}][ ({reason})]", "Create the object or correct the reference to it|Check namespace and spelling", "Was it deleted, renamed, or never created?", "missing not found"},
    {"file_missing", "configuration", 0, "A file is missing: [{path}: ]{reason}", "Check the path and what is mounted there|Compare the image or volume with the last that worked", "", "file not found"},
    {"port_in_use", "configuration", 0, "The address is in use already: {reason}[ ({address})]", "Find who listens (ss -ltnp)|Stop the other process or choose another port", "", "address already in use port"},
    // databases
    {"deadlock", "data", 0, "Transactions block each other: {reason}", "Find both statements in the database's log|Take locks in one order; keep transactions short", "", "deadlock lock wait"},
    {"sql_invalid", "code", 0, "A query is not valid: {reason}", "Correct the statement in the program|Find the release that brought it", "Which release brought the statement?", "sql syntax error query"},
    {"constraint_violated", "data", 0, "Writes violate a constraint: {reason}", "Find who writes the value twice or without its reference|Check id generation and retries", "", "constraint violation duplicate key"},
    {"query_cancelled", "performance", 1, "Queries are cancelled: {reason}", "Look at the query's plan and the database's load", "", "query timeout"},
    {"migration_failed", "data", 0, "A migration failed: {reason}", "Read the migration's own error|Bring the schema to a known version before the next try", "", "migration failed"},
    // clusters
    {"partition_detected", "network", 0, "The cluster is partitioned[: {reason}][: {object}][, {unreachable} cannot be reached]", "Check the network between the nodes named|Decide which side is right before healing the partition|Check the partition handling mode", "Which side took writes meanwhile?", "network partition cluster split brain"},
    {"leader_lost", "infrastructure", 0, "The cluster has no working majority: {reason}", "Check which members are up and can reach each other|Check disk latency and clocks of the members", "", "leader election quorum members"},
    {"replication_broken", "infrastructure", 1, "Replication is behind or broken: {reason}", "Check the replica's state and the link between|Rebuild the replica if its log position is gone", "", "replication lag replica"},
    {"consumer_lag", "performance", 1, "A consumer falls behind[: group {group}][, topic {topic}][: {reason}][, lag {lag}]", "Find what the consumer waits for|Compare its speed with the producer's|Add consumers up to the number of partitions", "Is the consumer slow or stopped?", "kafka consumer lag"},
    {"node_not_ready", "infrastructure", 0, "A node is not ready[: {node}][: {reason}][: {detail}]", "Check the kubelet and the container runtime on the node|Check its disk, memory and network", "", "node not ready kubelet"},
    {"node_pressure", "infrastructure", 0, "A node is under pressure: {condition}[: {reason}]", "Free the named resource on the node|Check requests and limits of what runs there", "", "node pressure"},
    {"evicted", "infrastructure", 0, "Pods are evicted: {reason}", "Check the node's memory and disk|Set requests that match real use", "", "pod evicted node pressure"},
    {"unschedulable", "infrastructure", 0, "The pod cannot be scheduled[ (node selector {selector})][ (requests {requested} of {resource})]: {reason}", "Compare the pod's requests, selectors and tolerations with the nodes|Add capacity or relax the constraint", "", "pod pending unschedulable scheduling"},
    {"image_pull", "configuration", 0, "Image [{image} ]cannot be pulled: {reason}", "Check the image's name and tag, and that it exists|Check the pull secret and access to the registry", "Has this tag ever been pulled?", "image pull backoff registry"},
    {"crash_loop", "code", 3, "[Container {container} ]starts and ends again and again[ ({reason})][, {count} restarts]", "Read the log of the last run (kubectl logs, previous)|Check exit code and last state", "What does the log of the previous run say?", "pod crash looping"},
    {"probe_failed", "configuration", 2, "[The {probe} probe fails][: {detail}][: {reason}][ (container {container})]", "Call the probe's address from inside the container|Compare its port, path and delays with the program", "Is the program slow, or the probe wrong?", "readiness liveness probe failed"},
    {"mount_failed", "configuration", 0, "The volume[ {volume}] cannot be mounted[: {reason}]", "Check that the claim, secret or config map exists|Check the node's storage driver", "", "volume mount failed"},
    {"pvc_pending", "infrastructure", 0, "[The volume claim {claim} is not bound][, storage class {storage_class}][: {reason}]", "Check that the storage class exists and can provision|Check size, access mode and zone", "", "persistent volume claim pending storage class"},
    {"quota_exceeded", "configuration", 0, "The quota {quota} is exceeded[: {resource}][, requested {requested}][, used {used}][, limited to {limited}][, for {replicas} replicas][: {reason}]", "Compare the request with what the quota leaves|Lower the request or raise the quota", "", "quota exceeded namespace"},
    {"container_config_error", "configuration", 0, "[Container {container} ]cannot be created from its configuration[: {reason}][ (user {user})]", "Check the config maps, secrets and keys that it refers to", "", "create container config error"},
    {"init_container_failed", "configuration", 1, "Init container[ {container}] keeps the pod from starting[: {reason}][, exit code {exit_code}]", "Read the init container's log|Check its command and what it waits for", "What does the init container's log say?", "init container failed"},
    {"network_policy_blocks", "configuration", 0, "The network policy {policy} blocks traffic[ ({direction})][ to {target}][ from {peer}][, pods {selector}]", "Compare the policy's selectors with the labels of both sides|Allow the traffic, also for DNS", "", "network policy blocked traffic"},
    {"service_without_endpoints", "configuration", 1, "The service has no endpoints[: its selector is {selector}]", "Compare the service's selector with the labels of the pods|Check that the pods are ready", "", "service no endpoints selector"},
    {"selector_mismatch", "configuration", 0, "The selector matches no pod: [{label} = ]{selector}[, the pods have {pod_label}]", "Compare the selector with the labels of the pods|Correct the one that is misspelt", "", "service selector labels mismatch endpoints"},
    {"port_mismatch", "configuration", 0, "The port {port} is not served on the other side[ ({host})][: the container listens on {container_port}][: the service offers {service_port}]", "Compare the port of the service or probe with the one that the container listens on", "", "port mismatch service targetport"},
    {"ingress_backend_missing", "configuration", 0, "The ingress points to a service that does not exist[: {backend}][; a similar one exists: {near}][ ({reason})]", "Create the service or correct the ingress", "", "ingress backend service"},
    {"ingress_class_missing", "configuration", 0, "No controller serves the ingress class[ {class}][; a similar one exists: {near}]", "Name an ingress class that a controller of this cluster serves", "", "ingress class controller"},
    {"hpa_failed", "configuration", 0, "Autoscaling does not work[ for {target}][: {detail}][ ({reason})][, container {container} states no {resource} request][; a similar one exists: {near}]", "Check the metrics server and the resource requests of the target", "", "hpa autoscaling metrics"},
    {"admission_denied", "configuration", 0, "The cluster refuses the object[: {reason}][, {resource} {requested}][, allowed {limited}][ (webhook {webhook})]", "Change the object so that the policy or webhook accepts it", "", "admission webhook denied"},
    {"status_trouble", "infrastructure", 1, "A status says trouble: [{path} = ]{value}[: {reason}][: {detail}]", "Look at the object that reports it", "", "unhealthy status"},
    // names of Kubernetes objects and what pods need
    {"image_suspect", "configuration", 0, "The image name {image} cannot be right[ (container {container})]", "Check the image's name and tag, and that it exists|Correct it in the pod template", "Has this image ever been pulled?", "image pull backoff invalid image name"},
    {"service_missing", "configuration", 0, "The host {host} is no service of the namespace that is asked[; a similar one exists: {near}][; one of this name exists in namespace {elsewhere}]", "Correct the host name, with its namespace where the service is in another one|Create the service if it was forgotten", "Was the service deleted, renamed, or never created?", "service not found dns wrong namespace"},
    {"environment_missing", "configuration", 0, "The script needs the environment variable {variable}, which nothing sets[; a similar one is set: {near}][ (container {container})]", "Set the variable in the pod template|Compare with the last version that worked", "What changed in the configuration?", "environment variable missing configuration"},
    {"command_unknown", "configuration", 0, "The command {command} does not exist[ (container {container})]", "Check the command's spelling and that the image has it", "", "command not found container start error"},
    {"command_fails", "code", 0, "The command always ends with an error: {command}[ (container {container})][, exit code {exit_code}]", "Read the script at the cited lines|Read the log of the last run (kubectl logs, previous)", "", "container command exit code crash looping"},
    {"probe_misconfigured", "configuration", 0, "[The {probe} cannot pass][The {check} probe cannot pass][: it asks port {port}][, the container listens on {container_port}][: it asks {path}][, answered {status}][: it looks for {file}][: it runs {command}][; the start takes {startup}][, the probe waits {delay}][, period {period}][, failures allowed {failures}]", "Compare the probe's port, path and delays with the program|Call the probe's address from inside the container", "Is the program slow, or the probe wrong?", "readiness liveness probe failed misconfigured"},
    {"node_constraint", "configuration", 0, "The pod asks for nodes that are not known: {key}[ = {value}]", "Compare the selector with the labels of the nodes (kubectl get nodes, with labels)|Label a node or correct the selector", "", "node selector affinity pending scheduling"},
    {"anti_affinity", "configuration", 0, "The rule {rule} keeps the replicas apart[: {replicas} replicas][, one for each {topology}]; more replicas than nodes stay pending", "Compare the number of replicas with the number of nodes|Make the rule preferred instead of required, or add nodes", "How many nodes can take these pods?", "pod anti-affinity pending scheduling replicas"},
    {"large_request", "configuration", 0, "The container asks for more {resource} than nodes have: {requested}[ (container {container})]", "Compare the request with what the nodes can allocate|Lower the request or add a larger node", "How much does the largest node offer?", "pod pending insufficient resources request"},
    {"memory_limit_low", "configuration", 0, "The memory limit is too low: {limit}[, while {demand} is asked for][ (container {container})]", "Raise the limit or lower the program's own setting", "", "oom killed memory limit container"},
    {"dns_config", "configuration", 0, "The pod uses name servers of its own[: {nameserver}][ (policy {policy})]", "Check that this name server knows the names that the pod asks for|Use the cluster's own name service", "", "dns resolution pod dns policy"},
    {"quota_requires", "configuration", 0, "The quota {quota} refuses pods that do not state {resource}[ (container {container})]", "State the resource in the pod template, or set a default with a LimitRange", "", "quota exceeded must specify resources"},
    {"quota_full", "configuration", 1, "The quota is used up: {resource}[, used {used}][ of {limited}]", "Free what is not needed or raise the quota", "", "quota exceeded namespace"},
    {"autoscaler_conflict", "configuration", 1, "Two autoscalers steer one target: {target}[ ({autoscaler})]", "Remove one of them", "", "hpa keda conflict autoscaling"},
    {"hpa_at_maximum", "performance", 1, "The autoscaler is at its limit and cannot add replicas[: {target}][, at most {maximum}][ ({reason})]", "Raise the limit if the nodes can take more|Find what uses the processor", "", "hpa max replicas"},
    {"scaled_to_zero", "human_error", 0, "It is scaled to zero: replicas {desired}", "Scale it up if it should run|Find who scaled it down", "Who scaled it down, and why?", "deployment scaled zero replicas"},
    {"suspended", "human_error", 0, "It is suspended and starts no jobs[: suspend {suspend}]", "Resume it if it should run", "Who suspended it, and why?", "cronjob suspended"},
    {"node_cordoned", "infrastructure", 1, "A node takes no new pods[: {reason}]", "Uncordon the node when its maintenance is over", "Is maintenance still going on?", "node cordoned unschedulable"},
    {"preempted", "infrastructure", 1, "The pod made room for another one of higher priority[: {reason}]", "Compare the priority classes|Add capacity", "", "pod preempted priority"},
    {"sandbox_failed", "network", 0, "The pod's network cannot be set up: {reason}", "Check the network plugin on the node|Check that free addresses are left", "", "pod sandbox network cni"},
    {"hook_failed", "configuration", 1, "A lifecycle hook fails: [{hook} ][{reason}]", "Run the hook's command inside of the container", "", "lifecycle hook poststart prestop"},
    {"under_replicated", "infrastructure", 1, "Fewer replicas are in sync than there should be[: {path}]", "Check the brokers that hold the missing replicas|Check their disks and network", "Which broker is behind?", "kafka under replicated partitions"},
    {"namespace_terminating", "infrastructure", 1, "The namespace is being deleted", "Find which finalizer or resource holds the deletion", "", "namespace terminating finalizer"},
    {"alert_firing", "infrastructure", 1, "An alert is firing: {alert}[, severity {severity}]", "Read the alert's runbook|Look at the metric behind it", "Since when does it fire, and what changed then?", "alert firing"},
    {"growing_value", "performance", 0, "{name} grows without coming back: from {from} to {to}", "Find what is kept and never released (heap dump, cache sizes, open handles)|Compare with the limit: when will it be reached?|Restart in turn as a stopgap", "Does it fall when the load ends?", "memory leak growing usage"},
    // load and time
    {"rate_limited", "external_dependency", 0, "Requests are limited: {reason}[ ({target})]", "Find who sends the requests and how many|Back off with jitter, cache, or ask for a higher limit", "Did the request rate rise, or the limit fall?", "rate limit throttling 429"},
    {"circuit_open", "external_dependency", 2, "A circuit breaker is open: {reason}", "Look at the dependency behind it", "", "circuit breaker open"},
    {"overloaded", "performance", 1, "The system is overloaded: {reason}", "Find what uses the processor or the workers|Compare load with the same time of other days", "", "high cpu load overload throttling"},
    {"slow_call", "performance", 2, "Calls are slow: [{name} rises from {from} to {to}][{name} is {value}][{reason}][ ({duration})]", "Find where the time goes: the database, another service, or the program|Compare with the time before", "What else happened when it became slow?", "slow latency performance"},
    {"slow_step", "performance", 2, "Most time passes between \"{before}\" and \"{after}\"", "Find what this step waits for", "Was this step as slow before?", "slow latency performance"},
    {"retries_exhausted", "external_dependency", 2, "Retries are used up: {reason}", "Find the error of the first try", "", "retries failed"},
    {"clock_skew", "infrastructure", 0, "Clocks differ: {reason}", "Check time synchronisation on the hosts named", "", "clock skew ntp"},
    // programs that end
    {"application_crash", "code", 0, "The program crashes: {reason}", "Read the stack trace at the cited lines|Find the release that brought it", "Which release brought it?", "application crash panic exception"},
    {"exit_code", "code", 3, "[Container {container}: ]the program ends with an error[: {reason}][ (exit code {exit_code})]", "Read the lines before the end of the program", "What does the program log before it ends?", "exit code container terminated"},
    {"killed_by_signal", "infrastructure", 2, "The program is ended by a signal: {reason}", "Find who sent it: the kernel, the orchestrator or an operator", "", "signal killed"},
    {"http_error", "performance", 2, "Requests fail[ with status {status}][ ({target})][: {reason}]", "Look at the service that answers so, at the same time", "Which service answers with the error?", "http 5xx errors"},
    {"job_failed", "code", 2, "[The job {job} failed][: {reason}][, {failed} pods failed]", "Read the job's log from its first error", "", "job failed"},
    {"deadline_exceeded", "configuration", 1, "A deadline is exceeded[: {reason}][: {deadline} seconds][, while the work takes {duration}]", "Compare the deadline with the usual duration", "", "deadline exceeded"},
    // effects seen from outside
    {"replicas_unavailable", "infrastructure", 3, "Too few replicas work[: {ready} of {desired}][, unavailable {unavailable}][ ({reason})]", "Look at the pods that are not ready", "", "replicas unavailable deployment"},
    {"container_waiting", "infrastructure", 3, "[Container {container} ]waits[: {reason}]", "Look at the pod's events (kubectl describe pod)", "", "container waiting"},
    {"restarts", "code", 3, "[Container {container} ]has restarted[ ({count} restarts)]", "Read the log of the last run (kubectl logs, previous)", "What does the log of the previous run say?", "pod restarts crash looping"},
    {"pod_pending", "infrastructure", 3, "The pod is pending[: {reason}]", "Look at the pod's events (kubectl describe pod): the scheduler says what it lacks", "What do the pod's events say?", "pod pending scheduling"},
    {"pod_not_ready", "infrastructure", 3, "The pod is not ready[: {reason}][ ({ready} ready)]", "Look at the pod's events and readiness probe", "", "pod not ready"},
    {"pod_failed", "code", 3, "The pod has failed[: {reason}][ ({status})]", "Read the log of the pod's last run (kubectl logs, previous)", "What does the pod log before it ends?", "pod failed error"},
    {"ingress_without_address", "configuration", 2, "No controller serves the ingress[, class {class}][, hosts {hosts}]", "Name an ingress class that a controller of this cluster serves", "", "ingress no address class controller"},
    {"job_incomplete", "code", 3, "The job is not done[: {completions}]", "Look at the job's pods", "", "job not completed"},
    {"script_message", "code", 2, "A script of the container prints an error: {message}", "Read the script at the cited lines", "", "container error message"},
    {"warning_event", "infrastructure", 2, "The cluster warns: {reason}[: {message}]", "Look at the object's events", "", "kubernetes warning event"},
    {"error_group", "code", 2, "{quote}[: {detail}]", "Read the cited lines and those before them", "What happened before the first of these lines?", "error"},
    {"burst", "performance", 2, "Errors burst: {quote}", "Look at what changed just before", "", "error rate"},
    {"trigger", "human_error", 1, "Changed just before: {quote}", "Check what this change touched; undo it if in doubt", "", "change rollback"},
    {"new_before", "human_error", 2, "Seen just before: {quote}", "Check whether this has to do with it", "", ""},
    {"rate_rise", "performance", 2, "From then on much more frequent: \"{quote}\"", "Find what sends more of these", "", ""},
    {"rate_drop", "infrastructure", 2, "From then on much rarer: \"{quote}\"", "Find out whether the work stopped or the program", "", ""},
    {"gap", "infrastructure", 2, "The log is silent for a while", "Find out whether the program stopped or only had nothing to say", "", ""},
    {"change", "human_error", 2, "Changed: {reason}", "Check what this change touched", "", ""},
    {"lookup_failed", "human_error", 2, "A query found nothing: {reason}", "Repeat the query with the right name and namespace", "", ""},
    {"", "infrastructure", 1, "{quote}", "Look at the cited lines", "", ""},
});
// clang-format on

}  // namespace

const play& play_for(std::string_view rule) {
  auto it = std::find_if(entries.begin(), entries.end(), [&](const play& p) { return p.rule == rule; });
  return it == entries.end() ? entries.back() : *it;
}

std::span<const play> playbook() { return entries; }

}  // namespace fm::agent
