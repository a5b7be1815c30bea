#include "knowledge/product_names.hpp"

#include "knowledge/words.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace fm::knowledge {
namespace {

// Leaves out names that are everyday words in other senses, and the receivers of notifications, which alert
// texts name by the way.
constexpr std::array names = {
    "activemq",   "aerospike",   "airflow",    "akamai",      "alertmanager",  "ansible",    "apache",
    "argocd",     "arista",      "artemis",    "artifactory", "asterisk",      "bacula",     "bigquery",
    "bigtable",   "bitbucket",   "btrfs",      "caddy",       "calico",        "cassandra",  "celery",
    "ceph",       "cilium",      "cinder",     "circleci",    "cisco",         "citrix",     "clickhouse",
    "cloudflare", "cockroachdb", "confluence", "consul",      "containerd",    "coredns",    "couchbase",
    "couchdb",    "crio",        "databricks", "datadog",     "db2",           "dnsmasq",    "docker",
    "dovecot",    "drbd",        "drupal",     "dynamodb",    "elasticsearch", "envoy",      "esxi",
    "etcd",       "exim",        "fargate",    "fastly",      "flannel",       "flink",      "fluentbit",
    "fluentd",    "fluxcd",      "fortigate",  "freeipa",     "freeswitch",    "galera",     "gearman",
    "gitaly",     "gitea",       "github",     "gitlab",      "glusterfs",     "grafana",    "graylog",
    "greenplum",  "gunicorn",    "hadoop",     "hana",        "haproxy",       "hazelcast",  "hbase",
    "hdfs",       "httpd",       "hyperv",     "icinga",      "ignite",        "iis",        "influxdb",
    "ipsec",      "isilon",      "istio",      "jaeger",      "jboss",         "jenkins",    "jetty",
    "jira",       "juniper",     "jupyterhub", "kafka",       "kerberos",      "keycloak",   "keydb",
    "kibana",     "kinesis",     "kubeflow",   "kubernetes",  "linkerd",       "logstash",   "loki",
    "longhorn",   "lucene",      "lustre",     "magento",     "mariadb",       "mattermost", "meilisearch",
    "memcached",  "mesos",       "metallb",    "mikrotik",    "mimir",         "minio",      "mlflow",
    "mongo",      "mongodb",     "mosquitto",  "mssql",       "mysql",         "nagios",     "nats",
    "neo4j",      "netapp",      "neutron",    "newrelic",    "nginx",         "nifi",       "nomad",
    "okta",       "openebs",     "openldap",   "opensearch",  "openshift",     "openstack",  "opentelemetry",
    "openvpn",    "oracle",      "packer",     "paloalto",    "patroni",       "percona",    "pgbouncer",
    "pgpool",     "phpfpm",      "pinot",      "podman",      "portworx",      "postfix",    "postgres",
    "postgresql", "powerdns",    "prometheus", "proxmox",     "pubsub",        "pulsar",     "puppet",
    "rabbitmq",   "rancher",     "redis",      "redshift",    "resque",        "restic",     "rook",
    "salesforce", "saltstack",   "samba",      "sap",         "scylla",        "scylladb",   "sendmail",
    "sensu",      "sentry",      "sharepoint", "sidekiq",     "snowflake",     "solr",       "sonarqube",
    "spinnaker",  "splunk",      "sqlite",     "sqlserver",   "sqs",           "statsd",     "strongswan",
    "sybase",     "teamcity",    "tekton",     "telegraf",    "teradata",      "terraform",  "thanos",
    "tidb",       "timescaledb", "tomcat",     "traefik",     "trino",         "unbound",    "uwsgi",
    "vagrant",    "valkey",      "varnish",    "vault",       "vcenter",       "veeam",      "velero",
    "vertica",    "vitess",      "vmware",     "vsphere",     "weblogic",      "websphere",  "wildfly",
    "wireguard",  "wordpress",   "xen",        "yugabyte",    "zabbix",        "zfs",        "zipkin",
    "zookeeper",
};

std::vector<std::string> stemmed_names() {
  std::vector<std::string> out;
  for (const char* name : names) {
    for (const term_text& term : terms_of_word(name)) out.push_back(term.text);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

bool is_product_name(std::string_view term) {
  static const std::vector<std::string> all = stemmed_names();
  return std::binary_search(all.begin(), all.end(), term, std::less<>());
}

}  // namespace fm::knowledge
