#pragma once
// Calls the rows of a route table without a server.
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::test {

class made_request final : public http::request {
 public:
  std::map<std::string, std::string, std::less<>> headers;  ///< names in lower case
  std::string text;                                         ///< what `body` looks at

  std::string_view header(std::string_view name) const override {
    std::string lower(name);
    for (auto& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    auto found = headers.find(lower);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
  }
};

/// Keeps what a row answers with.
class kept_answer final : public http::responder, public std::enable_shared_from_this<kept_answer> {
 public:
  void send(http::response r) override {
    if (sent) throw std::logic_error("answered twice");
    sent = std::move(r);
  }
  std::shared_ptr<http::stream> open(http::response head) override {
    send(std::move(head));
    class piece_keeper final : public http::stream {
     public:
      explicit piece_keeper(std::shared_ptr<kept_answer> to) : to_(std::move(to)) {}
      void write(std::string piece, std::function<void(bool)> written) override {
        to_->pieces.push_back(std::move(piece));
        written(true);
      }
      void close() override { to_->closed = true; }

     private:
      std::shared_ptr<kept_answer> to_;
    };
    return std::make_shared<piece_keeper>(shared_from_this());
  }
  json::value body() const { return json::parse(sent.value().body).root; }

  std::optional<http::response> sent;
  std::vector<std::string> pieces;
  bool closed = false;
};

/// The row for a verb and a path, with the path's arguments; null when there is none.
inline const http::route* find_row(const http::route_table& table, http::method verb, std::string_view path,
                                   std::vector<std::string>& args) {
  auto split = [](std::string_view text) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < text.size();) {
      auto end = std::min(text.find('/', i + 1), text.size());
      parts.emplace_back(text.substr(i + 1, end - i - 1));
      i = end;
    }
    return parts;
  };
  auto given = split(path);
  for (bool fixed_only : {true, false})
    for (const auto& row : table) {
      auto wanted = split(row.pattern);
      if (row.verb != verb || wanted.size() != given.size()) continue;
      args.clear();
      bool fits = true;
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i].empty() && wanted[i].front() == '{')
          args.push_back(given[i]), fits = fits && !fixed_only;
        else
          fits = fits && wanted[i] == given[i];
      }
      if (fits) return &row;
    }
  return nullptr;
}

/// What a caller sends.
struct sent_request {
  std::string body;
  std::vector<std::pair<std::string, std::string>> query;
  std::vector<http::form_part> form;
  std::string content_type = "application/json";
  std::map<std::string, std::string> headers{};       ///< names in lower case
  std::shared_ptr<const providers::principal> who{};  ///< user "ann" when nobody is named
  bool without_token = false;                         ///< then there is nobody at all
};

/// Serves one request with the row that fits, which must exist; `run` lets the actors work.
inline std::shared_ptr<kept_answer> call_row(const http::route_table& table, http::method verb,
                                             const std::string& path, sent_request what,
                                             const std::function<void()>& run) {
  auto request = std::make_shared<made_request>();
  const auto* row = find_row(table, verb, path, request->path_args);
  if (!row) throw std::logic_error("no row for " + path);
  request->verb = verb;
  request->speaks =
      row->speaks == http::dialect::root && path.starts_with("/api/v1") ? http::dialect::v1 : row->speaks;
  request->text = std::move(what.body);
  request->body = request->text;
  request->query = std::move(what.query);
  request->form = std::move(what.form);
  request->headers["content-type"] = what.content_type;
  for (auto& [name, value] : what.headers) request->headers[name] = value;
  request->remote = "192.0.2.1";
  auto who = what.who;
  if (!who && !what.without_token) {
    auto ann = std::make_shared<providers::principal>();
    ann->user = "ann";
    who = ann;
  }
  http::exchange x;
  x.request = request;
  x.who = who;
  if (who) {
    x.ctx.user = who->user;
    x.ctx.roles = who->roles;
  }
  auto answer = std::make_shared<kept_answer>();
  x.out = answer;
  row->serve(std::move(x));
  run();
  if (!answer->sent) throw std::logic_error("no answer to " + path);
  return answer;
}

}  // namespace fm::test
