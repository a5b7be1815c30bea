// Scripts of containers: programs that do not exist, ends with an error, and what they print.
#include "documents/cluster_view.hpp"
#include "documents/script_text.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <array>

namespace fm::evidence {
namespace {

constexpr std::array<std::string_view, 86> programs{
    "sh",     "bash",    "ash",       "echo",     "sleep", "cat",     "ls",    "wget",         "curl",
    "python", "python3", "pip",       "node",     "npm",   "java",    "nginx", "redis-server", "redis-cli",
    "psql",   "mysql",   "mysqld",    "mongod",   "mongo", "kubectl", "helm",  "exit",         "cd",
    "cp",     "mv",      "rm",        "mkdir",    "touch", "tail",    "head",  "grep",         "sed",
    "awk",    "find",    "xargs",     "nc",       "ncat",  "ping",    "dig",   "nslookup",     "date",
    "env",    "export",  "set",       "true",     "false", "test",    "trap",  "exec",         "eval",
    "source", "stress",  "stress-ng", "dd",       "tar",   "gzip",    "unzip", "chmod",        "chown",
    "ps",     "kill",    "top",       "apk",      "apt",   "apt-get", "yum",   "git",          "go",
    "ruby",   "perl",    "php",       "make",     "jq",    "openssl", "httpd", "seq",          "wait",
    "read",   "printf",  "uvicorn",   "gunicorn", "flask"};

bool known_program(std::string_view s) {
  return std::find(programs.begin(), programs.end(), s) != programs.end();
}

bool bad_words(std::string_view s) {
  static constexpr std::array<std::string_view, 22> bad{
      "error",    "fail",      "exception",     "fatal",     "panic",   "cannot",
      "can't",    "unable",    "timeout",       "timed out", "refused", "denied",
      "critical", "exhausted", "out of memory", "not found", "expired", "unavailable",
      "invalid",  "exceeded",  "deadlock",      "corrupt"};
  return std::any_of(bad.begin(), bad.end(), [&](std::string_view b) { return has_nocase(s, b); });
}

/// A variable that a line needs: tested for emptiness with the shell, or taken from Python's table.
std::string_view needed_variable(std::string_view line) {
  static constexpr std::array<std::string_view, 8> marks{
      "-z \"${", "-z \"$", "-z ${", "-z $", "os.environ[\"", "os.environ['", "os.Getenv(\"", "ENV.fetch(\""};
  for (auto mark : marks)
    if (has(line, mark)) {
      const auto rest = after(line, mark);
      const auto name = rest.substr(0, rest.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"));
      return name.size() > 1 && !is_digit(name.front()) ? name : std::string_view();
    }
  const auto asked = line.find(":?");
  if (asked == std::string_view::npos) return {};
  const auto open = line.rfind("${", asked);
  return open == std::string_view::npos ? std::string_view() : line.substr(open + 2, asked - open - 2);
}

class command_check {
 public:
  command_check(const cluster_view& v, std::vector<fact>& out, std::vector<embedded_line>& embedded)
      : v_(v), out_(out), embedded_(embedded) {}

  void run() {
    for (const auto& w : v_.workloads)
      for (const auto* c : w.containers()) {
        const auto script = script_of(*c, w.file->lines);
        first_word(w, *c);
        environment(w, *c, script);
        const bool shell = is_shell(*c);
        bool gone = false;
        for (const auto& s : statements_of(script)) {
          if (shell && !gone) gone = statement_of_shell(w, *c, s);
          printed(w, c, s.line, s.text, s.conditional);
        }
      }
    // Scripts and settings that pods mount.
    for (const auto& o : v_.of_kind("ConfigMap")) data(o, "data");
    for (const auto& o : v_.of_kind("Secret")) data(o, "stringData");
  }

 private:
  /// Variables that the script needs and nothing sets.
  void environment(const workload& w, const yaml::node& c, const std::vector<script_line>& script) {
    const auto* from = c.find("envFrom");
    if (w.well || (from && !from->items.empty())) return;
    const auto* env = c.find("env");
    for (const auto& l : script) {
      const auto name = needed_variable(l.text);
      if (name.empty()) continue;
      const auto assigned = std::string(name) + "=";
      bool set = std::any_of(script.begin(), script.end(),
                             [&](const script_line& s) { return has(s.text, assigned); });
      const yaml::node* like = nullptr;
      if (env)
        for (const auto& e : env->items) {
          set = set || e.string("name") == name;
          if (near_names(e.string("name"), name)) like = e.find("name");
        }
      if (set) continue;
      auto f = draft_of(w, "environment_missing", role::cause, like ? 0.9 : 0.8);
      put(f, "container", c.find("name"));
      f.slot("variable", name, l.line).named(name);
      put(f, "near", like).quote(l.line, l.text).add(out_);
    }
  }

  static bool is_shell(const yaml::node& c) {
    for (auto list : {"command", "args"})
      if (const auto* words = c.find(list))
        for (const auto& w : words->items)
          if (w.text == "-c" || w.text == "-ec" || w.text == "-xc" || w.text == "-exc" || w.text == "-lc")
            return true;
    return false;
  }

  static std::string_view misspelt(std::string_view word) {
    if (word.size() < 3 || known_program(word)) return {};
    if (!std::all_of(word.begin(), word.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; }))
      return {};
    for (auto p : programs)
      if (p.size() > 3 && edit_distance(word, p, 1) == 1) return p;
    return {};
  }

  /// The program that the container itself runs.
  void first_word(const workload& w, const yaml::node& c) {
    const auto* command = c.find("command");
    if (w.well || !command || command->items.empty()) return;
    const auto& first = command->items.front();
    const auto word =
        first.text.substr(first.text.rfind('/') == std::string::npos ? 0 : first.text.rfind('/') + 1);
    const auto like = misspelt(word);
    if (like.empty() && !has_nocase(word, "nonexist") && !has_nocase(word, "not-exist") &&
        !has_nocase(word, "invalid"))
      return;
    auto f = draft_of(w, "command_unknown", role::cause, 0.85);
    put(f, "container", c.find("name"));
    put(f, "command", &first).named(like).quote(first.line).add(out_);
  }

  /// True when the script ends here for certain.
  bool statement_of_shell(const workload& w, const yaml::node& c, const statement& s) {
    const auto words = s.words();
    if (words.empty() || w.well) return false;
    if (words[0] == "exit") {
      const auto code = words.size() > 1 ? words[1] : std::string_view();
      if (!s.conditional && code != "0" && all_digits(code)) {
        auto f = draft_of(w, "command_fails", role::cause, 0.72);
        put(f, "container", c.find("name"));
        f.slot("command", s.text, s.line).slot("exit_code", code, s.line).quote(s.line).add(out_);
      }
      return !s.conditional;
    }
    if (words[0] == "false" && !s.conditional) {
      auto f = draft_of(w, "command_fails", role::cause, 0.6);
      put(f, "container", c.find("name"));
      f.slot("command", s.text, s.line).quote(s.line).add(out_);
    }
    if (const auto like = misspelt(words[0]); !like.empty() && !has(s.text, "=") && !has(s.text, "()")) {
      auto f = draft_of(w, "command_unknown", role::cause, 0.75);
      put(f, "container", c.find("name"));
      f.slot("command", words[0], s.line).named(like).quote(s.line, s.text).add(out_);
    }
    return false;
  }

  /// Workloads that mount the object or take their environment from it.
  std::vector<const workload*> users_of(const cluster_object& o) const {
    std::vector<const workload*> out;
    for (const auto& w : v_.workloads) {
      if (!same_space(w.space(), o.space())) continue;
      if (const auto* volumes = w.pods.spec->find("volumes"))
        for (const auto& volume : volumes->items)
          if (text_of(at_path(&volume, {"configMap", "name"})) == o.name() ||
              text_of(at_path(&volume, {"secret", "secretName"})) == o.name())
            out.push_back(&w);
    }
    return out;
  }

  void embed(const cluster_object& o, std::uint64_t line, std::string_view text) {
    if (embedded_.size() < 2000)
      embedded_.push_back({o.file->evidence, line, std::string(first_bytes(trim(text), 2000)), o.name()});
  }

  void printed(const cluster_object& o, const yaml::node* container, std::uint64_t line,
               std::string_view code, bool conditional, const std::vector<const workload*>& users = {}) {
    for (auto text : printed_texts(code)) {
      embed(users.empty() ? o : static_cast<const cluster_object&>(*users.front()), line, text);
      if (!bad_words(text)) continue;
      auto f = draft_of(o, "script_message", role::symptom, conditional ? 0.35 : 0.55);
      if (container) put(f, "container", container->find("name"));
      for (const auto* w : users) f.named(w->names);
      f.slot("message", text, line).quote(line, text).add(out_);
    }
  }

  void data(const cluster_object& o, std::string_view part) {
    const auto* values = o.object->root->find(part);
    if (!values) return;
    const auto users = users_of(o);
    for (const auto& m : values->members) {
      const auto lines = lines_of_scalar(m.value, o.file->lines);
      const bool program = m.name.ends_with(".py") || m.name.ends_with(".sh") || m.name.ends_with(".js") ||
                           m.value.text.starts_with("#!") || m.value.text.starts_with("import ");
      for (const auto& l : lines)
        if (program) printed(o, nullptr, l.line, l.text, true, users);
    }
  }

  const cluster_view& v_;
  std::vector<fact>& out_;
  std::vector<embedded_line>& embedded_;
};

}  // namespace

void check_commands(const cluster_view& v, std::vector<fact>& out, std::vector<embedded_line>& embedded) {
  command_check(v, out, embedded).run();
}

}  // namespace fm::evidence
