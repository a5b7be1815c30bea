#include "fm/http/openapi.hpp"
#include "yaml_text.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace fm::http {

namespace {

constexpr std::string_view v1_mount = "/api/v1";
constexpr std::array<std::string_view, 7> verbs{"get", "head", "post", "put", "patch", "delete", "options"};

std::string named(std::string_view verb, std::string_view path) {
  std::string out;
  for (char c : verb) out += static_cast<char>(c - 'a' + 'A');
  return out + " " + std::string(path);
}

json::value* find(json::value& object, std::string_view name) {
  if (auto* members = object.as_object())
    for (auto& [n, v] : *members)
      if (n == name) return &v;
  return nullptr;
}

/// The member of that name, made when it is not there.
json::value& member(json::value& object, std::string_view name) {
  if (auto* found = find(object, name)) return *found;
  object.set(std::string(name), json::object{});
  return object.as_object()->back().second;
}

json::value pointer_to(std::string_view where) {
  return json::value().set("$ref", "#/components/" + std::string(where));
}

/// All parts in one tree: `paths` and each kind of `components` are joined.
json::value joined(std::span<const openapi_part> parts, std::vector<std::string>& differences) {
  json::value root = json::object{};
  const auto join = [&](json::value& into, const json::value& from, const std::string& part) {
    if (const auto* members = from.as_object())
      for (const auto& [name, value] : *members) {
        if (into.find(name) != nullptr)
          differences.push_back(part + ": " + name + " is described twice");
        else
          into.set(name, value);
      }
  };
  for (const auto& part : parts) {
    const std::string name(part.name);
    auto read = yaml::parse(part.text);
    if (!read || read.documents.size() != 1) {
      differences.push_back(name + ": line " + std::to_string(read.line) + ": " +
                            (read.error.empty() ? "should be one YAML document" : read.error));
      continue;
    }
    const auto tree = json_of(read.documents.front());
    for (const auto& [key, value] : *tree.as_object()) {
      if (key == "paths") {
        auto& paths = member(root, "paths");
        if (const auto* members = value.as_object())
          for (const auto& [path, operations] : *members) join(member(paths, path), operations, name);
      } else if (key == "components") {
        auto& components = member(root, "components");
        if (const auto* kinds = value.as_object())
          for (const auto& [kind, all] : *kinds) join(member(components, kind), all, name);
      } else {
        root.set(key, value);
      }
    }
  }
  return root;
}

/// Names in braces of a pattern, in their order.
std::vector<std::string> parameters_of(std::string_view pattern) {
  std::vector<std::string> out;
  while (true) {
    const auto begin = pattern.find('{');
    if (begin == std::string_view::npos) return out;
    const auto end = pattern.find('}', begin);
    out.emplace_back(pattern.substr(begin + 1, end - begin - 1));
    pattern.remove_prefix(end + 1);
  }
}

/// What a pointer of this document ("#/components/schemas/Case") names; null when it is nothing.
const json::value* resolved(const json::value& root, std::string_view pointer) {
  if (!pointer.starts_with("#/")) return nullptr;
  const auto* at = &root;
  for (pointer.remove_prefix(2); at != nullptr;) {
    const auto slash = pointer.find('/');
    at = at->find(pointer.substr(0, slash));
    if (slash == std::string_view::npos) return at;
    pointer.remove_prefix(slash + 1);
  }
  return nullptr;
}

class joiner {
 public:
  joiner(std::span<const operation_row> rows, std::span<const openapi_part> parts, std::string_view version)
      : rows_(rows), described_(joined(parts, out_.differences)) {
    out_.root.set("openapi", "3.1.0");
    if (auto* info = find(described_, "info")) {
      info->set("version", version);
      out_.root.set("info", *info);
    }
    for (const char* head : {"servers", "tags"})
      if (const auto* value = described_.find(head)) out_.root.set(head, *value);
  }

  openapi_document build() {
    json::value paths = json::object{};
    for (const auto& row : rows_) add(row, paths);
    report_leftovers();
    out_.root.set("paths", std::move(paths));
    if (const auto* components = described_.find("components")) out_.root.set("components", *components);
    std::set<std::string> used;
    check_references(out_.root, used);
    check_unused(used);
    return std::move(out_);
  }

 private:
  void differ(std::string_view where, std::string_view what) {
    out_.differences.push_back(std::string(where) + ": " + std::string(what));
  }

  void add(const operation_row& row, json::value& paths) {
    const auto verb = verbs[static_cast<std::size_t>(row.verb)];
    const auto name = named(verb, row.pattern);
    const bool v1 = row.pattern.starts_with(v1_mount);
    json::value operation;
    if (const auto* own = description(row.pattern, verb)) {
      operation = *own;
      taken_.emplace(row.pattern, verb);
    } else if (v1) {
      auto root = row.pattern.substr(v1_mount.size());
      if (root.empty()) root = "/";
      const auto* twin = description(root, verb);
      if (twin == nullptr) {
        differ(name, "is served and not described");
        return;
      }
      operation = *twin;
      if (auto* id = find(operation, "operationId"); id != nullptr && id->as_string() != nullptr)
        *id = json::value(*id->as_string() + "V1");
    } else {
      differ(name, "is served and not described");
      return;
    }
    ++out_.operations;
    check(row, name, operation);
    complete(row, operation, v1);
    member(paths, row.pattern).set(std::string(verb), std::move(operation));
  }

  const json::value* description(const std::string& path, std::string_view verb) const {
    const auto* paths = described_.find("paths");
    const auto* one = paths == nullptr ? nullptr : paths->find(path);
    return one == nullptr ? nullptr : one->find(verb);
  }

  /// Adds what follows from the row.
  static void complete(const operation_row& row, json::value& operation, bool v1) {
    const bool reads_input = row.takes != body_kind::none || has_query(operation);
    auto& responses = member(operation, "responses");
    const bool oauth = row.speaks == dialect::oauth;
    const auto add = [&](const char* status, std::string_view component) {
      if (responses.find(status) != nullptr) return;
      const auto name = oauth ? std::string("OAuthError") : std::string(component);
      responses.set(status, pointer_to("responses/" + name));
    };
    if (row.needs != access::open) add("401", "Unauthorized");
    if (row.needs == access::admin || row.for_people || row.guards_origin || changes(row))
      add("403", "Forbidden");
    if (!parameters_of(row.pattern).empty()) add("404", "NotFound");
    if (has_query(operation) || !parameters_of(row.pattern).empty()) {
      // Said before any row has the request, so in the words of none.
      if (responses.find("414") == nullptr) responses.set("414", pointer_to("responses/UriTooLong"));
    }
    if (row.takes != body_kind::none) {
      add("413", "TooLarge");
      add("415", "UnsupportedMedia");
    }
    if (reads_input && oauth) add("400", "OAuthError");
    if (reads_input && !oauth) add("422", v1 ? "UnprocessableV1" : "Unprocessable");
    if (row.counts != budget::free) add("429", "RateLimited");
    add("500", "Internal");
    add("503", "Unavailable");
    add("504", "Timeout");
    if (row.adds) add("507", "StorageFull");
    json::array security;
    if (row.needs == access::optional) security.emplace_back(json::object{});
    if (row.needs != access::open) security.push_back(json::value().set("bearerAuth", json::array{}));
    if (operation.find("security") == nullptr) operation.set("security", std::move(security));
  }

  /// What an API key that may only read is refused.
  static bool changes(const operation_row& row) {
    return row.needs != access::open && (row.counts == budget::write || row.counts == budget::turn);
  }

  static bool has_query(const json::value& operation) {
    const auto* list = operation.find("parameters");
    if (list == nullptr || list->as_array() == nullptr) return false;
    return std::any_of(list->as_array()->begin(), list->as_array()->end(), [](const json::value& p) {
      const auto* where = p.find("in");
      return where == nullptr || where->as_string() == nullptr || *where->as_string() == "query";
    });
  }

  void check(const operation_row& row, const std::string& name, const json::value& operation) {
    const auto* id = operation.find("operationId");
    if (id == nullptr || id->as_string() == nullptr || *id->as_string() != row.operation)
      differ(name, "operationId should be " + row.operation);
    if (operation.find("summary") == nullptr) differ(name, "has no summary");
    check_parameters(row, name, operation);
    check_body(row, name, operation);
    check_responses(name, operation);
  }

  void check_parameters(const operation_row& row, const std::string& name, const json::value& operation) {
    std::set<std::string> described;
    if (const auto* list = operation.find("parameters"))
      for (const auto& given : *list->as_array()) {
        const auto* pointer = given.find("$ref");
        const auto* p = pointer == nullptr ? &given : resolved(described_, *pointer->as_string());
        if (p == nullptr || p->find("in") == nullptr || p->find("name") == nullptr) continue;
        if (*p->find("in")->as_string() == "path") described.insert(*p->find("name")->as_string());
      }
    for (const auto& needed : parameters_of(row.pattern))
      if (described.erase(needed) == 0) differ(name, "the parameter " + needed + " is not described");
    for (const auto& extra : described) differ(name, "the path has no parameter " + extra);
  }

  void check_body(const operation_row& row, const std::string& name, const json::value& operation) {
    const auto* body = operation.find("requestBody");
    if (const auto* pointer = body == nullptr ? nullptr : body->find("$ref"))
      body = resolved(described_, *pointer->as_string());
    const auto* content = body == nullptr ? nullptr : body->find("content");
    const auto says = [&](std::string_view type) {
      return content != nullptr && content->find(type) != nullptr;
    };
    const bool json = row.takes == body_kind::json || row.takes == body_kind::json_or_form;
    const bool form = row.takes == body_kind::form || row.takes == body_kind::json_or_form;
    if (json != says("application/json"))
      differ(name, json ? "takes JSON, which is not described" : "takes no JSON");
    const bool says_form = says("multipart/form-data") || says("application/x-www-form-urlencoded");
    if (form != says_form) differ(name, form ? "takes a form, which is not described" : "takes no form");
  }

  void check_responses(const std::string& name, const json::value& operation) {
    const auto* responses = operation.find("responses");
    const auto* all = responses == nullptr ? nullptr : responses->as_object();
    if (all == nullptr || all->empty()) {
      differ(name, "has no response");
      return;
    }
    for (const auto& [status, given] : *all) {
      const auto* pointer = given.find("$ref");
      const auto* response = pointer == nullptr ? &given : resolved(described_, *pointer->as_string());
      const auto* content = response == nullptr ? nullptr : response->find("content");
      if (content == nullptr || content->as_object() == nullptr) continue;
      for (const auto& [type, media] : *content->as_object())
        if (media.find("example") == nullptr && media.find("examples") == nullptr)
          differ(name, "the response " + status + " has no example");
    }
  }

  void report_leftovers() {
    const auto* paths = described_.find("paths");
    if (paths == nullptr || paths->as_object() == nullptr) return;
    for (const auto& [path, operations] : *paths->as_object())
      for (const auto& [verb, operation] : *operations.as_object())
        if (std::find(verbs.begin(), verbs.end(), verb) != verbs.end() && !taken_.contains({path, verb}))
          differ(named(verb, path), "is described and not served");
  }

  void check_references(const json::value& v, std::set<std::string>& used) {
    if (const auto* list = v.as_array()) {
      for (const auto& item : *list) check_references(item, used);
      return;
    }
    const auto* members = v.as_object();
    if (members == nullptr) return;
    for (const auto& [name, value] : *members) {
      const auto* pointer = name == "$ref" ? value.as_string() : nullptr;
      if (pointer == nullptr) {
        check_references(value, used);
      } else if (used.insert(*pointer).second && resolved(out_.root, *pointer) == nullptr) {
        differ(*pointer, "is named and not described");
      }
    }
  }

  void check_unused(const std::set<std::string>& used) {
    const auto* components = out_.root.find("components");
    if (components == nullptr) return;
    for (const char* kind : {"schemas", "responses", "parameters", "headers"}) {
      const auto* all = components->find(kind);
      if (all == nullptr || all->as_object() == nullptr) continue;
      for (const auto& [name, value] : *all->as_object()) {
        const auto pointer = "#/components/" + std::string(kind) + "/" + name;
        if (!used.contains(pointer)) differ(pointer, "is described and not used");
      }
    }
  }

  std::span<const operation_row> rows_;
  openapi_document out_;
  json::value described_;
  std::set<std::pair<std::string, std::string_view>> taken_;
};

}  // namespace

openapi_document build_openapi(std::span<const operation_row> rows, std::span<const openapi_part> parts,
                               std::string_view version) {
  return joiner(rows, parts, version).build();
}

}  // namespace fm::http
