#include "fm/settings/settings.hpp"

#include <array>

namespace fm::settings {

namespace {

constexpr std::array server{
    rule{"HOST", kind::address, "127.0.0.1", "address to listen on; 0.0.0.0 for all"},
    rule{"PORT", kind::integer, "8000", "port to listen on; 0 for any free one", 0, 65535},
    rule{"FM_TLS_CERTIFICATE_FILE", kind::text, "",
         "certificate with its chain, PEM; read again when it changes; empty: no TLS"},
    rule{"FM_TLS_KEY_FILE", kind::text, "", "private key of the certificate, PEM"},
    rule{"FM_DATA_DIR", kind::text, "./data", "directory of everything that is stored"},
    rule{"ENVIRONMENT", kind::word, "development", "production and staging refuse a weak JWT_SECRET", 0, 0,
         "development staging production"},
    rule{"LOG_LEVEL", kind::word, "INFO", "what is logged to the standard error stream", 0, 0,
         "DEBUG INFO WARNING ERROR"},
    rule{"FM_ACCESS_LOG", kind::flag, "true", "a line for each request, at level INFO"},
    rule{"CORS_ORIGINS", kind::list,
         "http://localhost:3000,http://localhost:3333,http://localhost:5173,"
         "http://127.0.0.1:3000,http://127.0.0.1:3333,http://127.0.0.1:5173",
         "origins of pages that may use the server from a browser"},
    rule{"FM_EXTENSION_ORIGINS", kind::flag, "true",
         "whether browser extensions (chrome-extension://, moz-extension://) may use it too"},
    rule{"FM_ALLOWED_HOSTS", kind::list, "",
         "names by which clients may reach the server, beside localhost and addresses; *.example.com, or * "
         "for all"},
    rule{"FM_DASHBOARD_URL", kind::text, "", "address of the dashboard; empty: this server"},
    rule{"FM_TRUSTED_PROXIES", kind::list, "", "addresses of proxies whose X-Forwarded-* fields count"},
};

constexpr std::array limits{
    rule{"MAX_UPLOAD_SIZE_MB", kind::integer, "100", "largest file of evidence", 1, 10240},
    rule{"SERVER_MAX_REQUEST_SIZE_MB", kind::integer, "", "largest request; empty: MAX_UPLOAD_SIZE_MB + 1", 1,
         10241},
    rule{"FM_MAX_JSON_SIZE_MB", kind::integer, "16", "largest JSON body", 1, 16},
    rule{"FM_MAX_DOCUMENT_SIZE_MB", kind::integer, "50", "largest document of the knowledge base", 1, 10240},
    rule{"ALLOWED_MIME_TYPES", kind::list, "", "types of evidence that are taken; empty: all but programs"},
    rule{"FM_QUOTA_EVIDENCE_MB", kind::integer, "51200", "evidence that one user may keep; 0: no quota", 0,
         1'000'000'000},
    rule{"FM_QUOTA_KNOWLEDGE_MB", kind::integer, "10240",
         "documents with their older versions that one user may keep; 0: no quota", 0, 1'000'000'000},
    rule{"FM_QUOTA_DOCUMENTS", kind::integer, "100000", "documents that one user may keep; 0: no quota", 0,
         1'000'000'000},
    rule{"FM_QUOTA_DOCUMENT_WORDS", kind::integer, "500000",
         "different words that one document may have; 0: no quota", 0, 1'000'000'000},
    rule{"FM_QUOTA_OPEN_JOBS", kind::integer, "1000",
         "jobs of one user that may be open; more get 429; 0: no quota", 0, 1'000'000'000},
    rule{"FM_MIN_FREE_MB", kind::integer, "256", "the server only reads when less is free", 0, 1'000'000'000},
    rule{"FM_QUARANTINE_DAYS", kind::integer, "30",
         "days that files which no row names are kept in quarantine", 1, 36'500},
    rule{"FM_QUARANTINE_MB", kind::integer, "10240",
         "size of the quarantine; what is beyond stays in the store", 0, 1'000'000'000},
    rule{"FM_SWEEP_MINUTES", kind::integer, "60", "between two comparisons of stored files with the database",
         1, 100'000},
    rule{"FM_CHECK_HOURS", kind::integer, "24",
         "between two checks of the database for damage, of which the first begins at start; 0: none", 0,
         100'000},
    rule{"FM_MAX_CONNECTIONS", kind::integer, "1024",
         "connections at once; more wait, idle and slow ones are ended for them", 1, 100'000},
    rule{"FM_MAX_CONNECTIONS_PER_ADDRESS", kind::integer, "512",
         "the same of one address (of IPv6: of one /64) that is no trusted proxy; more get 429", 1, 100'000},
    rule{"FM_MAX_SLOW_HEADS_PER_ADDRESS", kind::integer, "64",
         "heads of requests of one address that take longer than a second; more get 429", 1, 100'000},
    rule{"FM_MAX_SLOW_BODIES_PER_ADDRESS", kind::integer, "64",
         "bodies of one address that arrive more slowly than FM_MIN_UPLOAD_RATE_KB; more get 429", 1,
         100'000},
    rule{"FM_MAX_OPEN_REQUESTS", kind::integer, "1024", "requests at once; more get 503", 1, 100'000},
    rule{"FM_MAX_UPLOADS", kind::integer, "256", "uploads at once; more get 503", 1, 100'000},
    rule{"FM_MAX_UPLOADS_PER_USER", kind::integer, "64", "the same of one user; more get 429", 1, 100'000},
    rule{"FM_MAX_UPLOADS_PER_ADDRESS", kind::integer, "128", "the same of one address; more get 429", 1,
         100'000},
    rule{"FM_HEAD_TIMEOUT_SECONDS", kind::integer, "10", "for the head of a request to arrive", 1, 3600},
    rule{"FM_MIN_UPLOAD_RATE_KB", kind::integer, "16", "KB a second that a body must arrive with", 1,
         1'000'000},
    rule{"FM_IDLE_TIMEOUT_SECONDS", kind::integer, "75", "for a connection without a request", 1, 3600},
    rule{"FM_WRITE_TIMEOUT_SECONDS", kind::integer, "30", "for a client to take the next piece of an answer",
         1, 3600},
    rule{"FM_TURN_TIMEOUT_SECONDS", kind::integer, "120", "for the answer to a question", 1, 3600},
    rule{"FM_DRAIN_SECONDS", kind::integer, "15", "for open requests when the server stops", 0, 20},
    rule{"SECURITY_RATE_LIMIT_ENABLED", kind::flag, "true",
         "false: no limit of requests anywhere, and none per user or address"},
    rule{"SECURITY_RATE_LIMIT_READS", kind::integer, "1200",
         "reads a minute, per user, and per address without one", 1, 1'000'000},
    rule{"SECURITY_RATE_LIMIT_WRITES", kind::integer, "240", "the same for what changes something", 1,
         1'000'000},
    rule{"SECURITY_RATE_LIMIT_TURNS", kind::integer, "60", "the same for questions", 1, 1'000'000},
    rule{"SECURITY_RATE_LIMIT_SIGNIN_FAILURES", kind::integer, "10",
         "failed sign-ins a minute, per account and address; six times as many per address; more get 429", 1,
         1'000'000},
};

constexpr std::array sign_in{
    rule{"JWT_SECRET",
         kind::secret,
         "",
         "secret that signs tokens; empty: made on the first start and kept in the data directory",
         0,
         0,
         {},
         "SECRET_KEY SECURITY_SECRET_KEY"},
    rule{"JWT_ALGORITHM", kind::word, "HS256", "how tokens are signed", 0, 0, "HS256 RS256"},
    rule{"FM_JWT_PRIVATE_KEY_FILE", kind::text, "", "RS256: the private key, PEM"},
    rule{"ACCESS_TOKEN_EXPIRE_MINUTES", kind::integer, "30", "life of an access token", 5, 1440},
    rule{"REFRESH_TOKEN_EXPIRE_DAYS", kind::integer, "7", "life of a refresh token", 1, 90},
    rule{"SECURITY_BCRYPT_ROUNDS", kind::integer, "12", "cost of hashing a password; each step doubles it", 4,
         31},
    rule{"ADMIN_EMAIL", kind::text, "", "whose account is admin; empty: the first account"},
    rule{"FM_REGISTRATION", kind::word, "",
         "who may make an account: anybody, who has an invite of an administrator, nobody; empty: open while "
         "HOST is a loopback address, else invite",
         0, 0, "open invite closed"},
    rule{
        "FM_SETUP_TOKEN_FILE", kind::text, "",
        "file with the token that lets the first account register where that is not open; empty: one is made "
        "and printed at the start"},
    rule{"AUTH_DEV_LOGIN", kind::flag, "false",
         "sign-in without a password for accounts that have none; on a loopback address only"},
    rule{"FM_OAUTH_REDIRECTS", kind::list, "https://*.chromiumapp.org/,https://*.extensions.allizom.org/",
         "addresses that authorization codes may be sent to; *. is one label"},
    rule{"FM_AUDIT_DAYS", kind::integer, "365", "days that the audit log is kept", 1, 36'500},
    rule{"SESSION_TIMEOUT_MINUTES", kind::integer, "180", "life of a session that does not choose its own",
         60, 480},
    rule{"MAX_SESSIONS_PER_USER", kind::integer, "10", "a further one ends the oldest", 1, 1000},
};

constexpr std::array pools{
    rule{"FM_THREADS", kind::integer, "2", "threads of the actors", 1, 256},
    rule{"FM_WORKERS", kind::integer, "2", "files analysed at the same time", 1, 64},
    rule{"FM_INDEX_WORKERS", kind::integer, "1", "documents indexed at the same time", 1, 64},
    rule{"FM_SEARCH_WORKERS", kind::integer, "2", "searches at the same time", 1, 64},
    rule{"FM_DATABASE_READERS", kind::integer, "4", "queries at the same time", 1, 64},
    rule{"FM_DATABASE_QUEUE", kind::integer, "4096", "queries, and writes, that may wait", 1, 1'000'000},
    rule{"FM_FILE_WORKERS", kind::integer, "4", "file operations at the same time", 1, 64},
    rule{"FM_FILE_QUEUE", kind::integer, "1024", "file operations that may wait", 1, 1'000'000},
    rule{"FM_PASSWORD_WORKERS", kind::integer, "2", "passwords hashed at the same time", 1, 64},
    rule{"FM_PASSWORD_QUEUE", kind::integer, "64", "sign-ins that may wait; more get 429", 1, 100'000},
    rule{"FM_TURN_QUEUE", kind::integer, "4", "questions of one case that may wait; more get 429", 1, 1000},
    rule{"FM_MEMORY_MB", kind::integer, "",
         "memory that analyses and index builds may take together; empty: a quarter of the least of the "
         "machine's, "
         "the cgroup's and RLIMIT_AS",
         64, 1'000'000'000},
    rule{"FM_TURN_MEMORY_MB", kind::integer, "",
         "memory that the evidence of one question may take; empty: half of FM_MEMORY_MB, at most 512", 16,
         1'000'000'000},
    rule{"FM_INDEX_MEMORY_MB", kind::integer, "",
         "memory of the indexes of documents; those that were not searched for longest are let go; empty: "
         "half of "
         "FM_MEMORY_MB",
         16, 1'000'000'000},
    rule{"FM_MAX_JOBS", kind::integer, "64", "jobs that run at the same time", 1, 10'000},
    rule{"FM_JOB_TRIES", kind::integer, "3", "tries of a job before it is parked", 1, 100},
};

constexpr std::array analysis{
    rule{"FM_TIME_ZONE", kind::text, "UTC",
         "zone of times in evidence that name none: UTC, +02:00, Europe/Berlin"},
    rule{"FM_RULES", kind::text, "",
         "folder of rule packs of your own (docs/own-rules.md), read at start and on SIGHUP"},
    rule{"FM_KNOWLEDGE", kind::text, "",
         "folder of runbooks that investigate and search use when --kb is not given"},
    rule{"FM_DATASETS", kind::text, "../shared/data", "folder of evaluation data that some tests read"},
};

constexpr std::array models{
    rule{"LLM_PROVIDER", kind::word, "builtin",
         "who serves the language model; builtin: the built-in analyst answers alone (docs/models.md)", 0, 0,
         "builtin none openai openai-responses anthropic groq gemini fireworks openrouter azure ollama "
         "compatible"},
    rule{"LLM_MODEL", kind::text, "", "the model; empty: <VENDOR>_MODEL, or the vendor's default"},
    rule{"LLM_BASE_URL", kind::text, "",
         "address of the service with its path; empty: <VENDOR>_BASE_URL, or the vendor's own"},
    rule{"LLM_API_KEY", kind::secret, "", "key; empty: <VENDOR>_API_KEY"},
    rule{"LLM_API_KEY_FILE", kind::text, "", "file that holds the key, in place of LLM_API_KEY"},
    rule{"OPENAI_API_KEY", kind::secret, "", "key of openai"},
    rule{"OPENAI_MODEL", kind::text, "", "model of openai; empty: gpt-4o-mini"},
    rule{"OPENAI_BASE_URL", kind::text, "", "address of openai"},
    rule{"ANTHROPIC_API_KEY", kind::secret, "", "key of anthropic"},
    rule{"ANTHROPIC_MODEL", kind::text, "", "model of anthropic; empty: claude-3-5-sonnet-20241022"},
    rule{"ANTHROPIC_BASE_URL", kind::text, "", "address of anthropic"},
    rule{"GROQ_API_KEY", kind::secret, "", "key of groq"},
    rule{"GROQ_MODEL", kind::text, "", "model of groq; empty: llama-3.3-70b-versatile"},
    rule{"GROQ_BASE_URL", kind::text, "", "address of groq"},
    rule{"GEMINI_API_KEY", kind::secret, "", "key of gemini"},
    rule{"GEMINI_MODEL", kind::text, "", "model of gemini; empty: gemini-pro"},
    rule{"GEMINI_BASE_URL", kind::text, "", "address of gemini"},
    rule{"FIREWORKS_API_KEY", kind::secret, "", "key of fireworks"},
    rule{"FIREWORKS_MODEL", kind::text, "",
         "model of fireworks; empty: accounts/fireworks/models/llama-v3p1-70b-instruct"},
    rule{"FIREWORKS_BASE_URL", kind::text, "", "address of fireworks"},
    rule{"OPENROUTER_API_KEY", kind::secret, "", "key of openrouter"},
    rule{"OPENROUTER_MODEL", kind::text, "", "model of openrouter; empty: anthropic/claude-3-sonnet"},
    rule{"OPENROUTER_BASE_URL", kind::text, "", "address of openrouter"},
    rule{"AZURE_OPENAI_API_KEY", kind::secret, "", "key of azure"},
    rule{"AZURE_OPENAI_MODEL", kind::text, "", "name of the deployment"},
    rule{"AZURE_OPENAI_BASE_URL", kind::text, "",
         "address of azure: https://NAME.openai.azure.com/openai/v1"},
    rule{"OLLAMA_API_KEY", kind::secret, "", "key of a proxy in front of ollama"},
    rule{"OLLAMA_MODEL", kind::text, "", "model of ollama; empty: llama3.2"},
    rule{"OLLAMA_HOST", kind::text, "", "address of ollama; empty: http://localhost:11434"},
    rule{"LLM_FALLBACKS", kind::list, "", "vendors that are asked in turn when LLM_PROVIDER does not answer"},
    rule{"STRICT_PROVIDER_MODE", kind::flag, "false", "true: LLM_FALLBACKS are not asked"},
    rule{"LLM_REQUEST_TIMEOUT", kind::integer, "30", "seconds until an answer begins, and between its parts",
         1, 3600},
    rule{"LLM_TURN_SECONDS", kind::integer, "60",
         "of a turn that may be spent on the model; then the built-in answer is given", 5, 3600},
    rule{"LLM_MAX_RETRIES", kind::integer, "3", "further tries of a call that failed and may succeed", 0, 10},
    rule{"LLM_MAX_TOKENS", kind::integer, "4096", "longest answer of a model, in tokens", 256, 200'000},
    rule{"LLM_CONTEXT_TOKENS", kind::integer, "16384",
         "what the model takes, with its answer; a prompt is made to fit", 2048, 2'000'000},
    rule{"LLM_PROXY", kind::secret, "", "proxy on the way to the model: http, https, socks5 or socks5h"},
    rule{"LLM_NO_PROXY", kind::list, "", "names and networks that are reached without it"},
    rule{"LLM_CA_FILE", kind::text, "", "certificates that are trusted in place of the system's, PEM"},
    rule{"SECURITY_PII_REDACTION_ENABLED", kind::word, "auto",
         "whether secrets and personal data are replaced in what a model is shown; auto: unless its address "
         "is "
         "loopback or private",
         0, 0, "auto true false"},
    rule{
        "FM_REDACTION_PATTERNS_FILE", kind::text, "",
        "file with what is replaced beside that: NAME REGEX or NAME = TEXT on each line (docs/redaction.md)"},
};

constexpr std::array groups{
    group{"Server", server},          group{"Limits", limits},     group{"Sign-in and sessions", sign_in},
    group{"Pools and queues", pools}, group{"Analysis", analysis}, group{"Language models", models}};

}  // namespace

std::span<const group> table() { return groups; }

}  // namespace fm::settings
