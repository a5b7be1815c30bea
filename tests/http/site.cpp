#include "site.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/text.hpp>
#include <fm/json/value.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace fm::test {

namespace {

constexpr int patience_ms = 20'000;

class tokens final : public providers::identity {
 public:
  outcome<std::shared_ptr<const providers::principal>> verify(std::string_view token, micros) override {
    auto who = std::make_shared<providers::principal>();
    if (token.starts_with("user-")) {
      who->user = token.substr(5);
    } else if (token.starts_with("admin-")) {
      who->user = token.substr(6);
      who->roles = {"user", "admin"};
    } else {
      return fail(ec::unauthenticated, "the token is not valid");
    }
    return std::shared_ptr<const providers::principal>(who);
  }
};

http::response text(std::string body) {
  http::response r;
  r.content_type = "text/plain";
  r.body = std::move(body);
  return r;
}

}  // namespace

std::string answer::field(std::string_view name) const {
  for (const auto& [n, v] : fields)
    if (http::same_word(n, name)) return v;
  return {};
}
int answer::count(std::string_view name) const {
  return static_cast<int>(std::count_if(fields.begin(), fields.end(),
                                        [&](const auto& f) { return http::same_word(f.first, name); }));
}

client::client(std::uint16_t port, const char* from) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in own{};
  own.sin_family = AF_INET;
  ::inet_pton(AF_INET, from, &own.sin_addr);
  if (::bind(fd_, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0)
    throw std::runtime_error("cannot bind");
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
    throw std::runtime_error("cannot connect");
}
client::~client() {
  if (fd_ >= 0) ::close(fd_);
}

void client::reset() {
  const ::linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(fd_, -1));
}

bool client::send(std::string_view text) {
  while (!text.empty()) {
    const auto n = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

bool client::more() {
  pollfd p{fd_, POLLIN, 0};
  if (::poll(&p, 1, patience_ms) <= 0) throw std::runtime_error("nothing came within the patience of a test");
  char piece[65536];
  const auto n = ::recv(fd_, piece, sizeof piece, 0);
  if (n <= 0) return false;
  buffer_.append(piece, static_cast<std::size_t>(n));
  return true;
}

answer client::read(bool head_only) {
  answer a;
  std::size_t end;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!more()) return a;
  std::string head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  for (std::size_t at = 0; at < head.size();) {
    const auto line_end = head.find("\r\n", at);
    const auto line = head.substr(at, line_end - at);
    at = line_end + 2;
    if (a.status_line.empty()) {
      a.status_line = line;
      a.status = std::atoi(line.substr(9, 3).c_str());
    } else {
      const auto colon = line.find(':');
      a.fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
  }
  if (head_only || a.status == 100 || a.status == 204 || a.status == 304) {
    a.complete = true;
  } else if (a.field("transfer-encoding") == "chunked") {
    while (true) {
      std::size_t line;
      while ((line = buffer_.find("\r\n")) == std::string::npos)
        if (!more()) return a;
      const auto size = std::strtoul(buffer_.c_str(), nullptr, 16);
      while (buffer_.size() < line + 2 + size + 2)
        if (!more()) return a;
      a.body += buffer_.substr(line + 2, size);
      buffer_.erase(0, line + 2 + size + 2);
      if (size == 0) break;
    }
    a.complete = true;
  } else if (a.field("content-length").empty()) {
    while (more()) {
    }
    a.body = std::exchange(buffer_, {});
    a.complete = true;
  } else {
    const auto size = std::strtoul(a.field("content-length").c_str(), nullptr, 10);
    while (buffer_.size() < size)
      if (!more()) {
        a.body = std::exchange(buffer_, {});
        return a;
      }
    a.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    a.complete = true;
  }
  return a;
}

bool client::ended() { return buffer_.empty() && !more(); }

std::string request_text(std::string_view line, std::string_view token, std::string_view fields,
                         std::string_view body) {
  std::string out(line);
  out += " HTTP/1.1\r\nHost: test\r\n";
  if (!token.empty()) out += "Authorization: Bearer " + std::string(token) + "\r\n";
  out += fields;
  if (!body.empty()) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  out += "\r\n";
  out += body;
  return out;
}

site::site(std::function<void(settings&)> change) {
  char name[] = "/tmp/fm-http-XXXXXX";
  folder_ = ::mkdtemp(name);
  std::filesystem::create_directory(spool());
  settings s;
  s.gateway.allowed_hosts = {"test", "t"};
  s.gateway.origins = {"http://localhost:3000"};
  s.gateway.access_log_sink = [this](std::string_view lines) {
    std::lock_guard lock(mutex_);
    log_ += lines;
  };
  s.server.port = 0;
  s.server.spool_folder = spool();
  s.server.sweep = 20 * millisecond;
  if (change) change(s);
  std::vector<http::route_table> tables{routes()};
  if (s.health) {
    http::serve_when_ready(tables.front(), s.health);
    tables.push_back(http::health_routes(s.health, "1", "test"));
  }
  http::add_v1(tables);
  gateway_ = std::make_unique<http::gateway>(s.gateway, std::move(tables), std::make_shared<tokens>());
  server_ = std::make_unique<http::server>(s.server, *gateway_);
}

site::~site() {
  unblock();
  release();
  server_.reset();
  gateway_.reset();
  std::error_code ec;
  std::filesystem::remove_all(folder_, ec);
}

std::size_t site::spooled() const {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(spool()), {}));
}

std::string site::log() const {
  std::lock_guard lock(mutex_);
  return log_;
}

void site::wait_for_held(std::size_t n) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::seconds(10), [&] { return held_.size() >= n; });
}

void site::block() {
  std::unique_lock lock(mutex_);
  blocking_ = true;
  lock.unlock();
  client(port()).send(request_text("GET /block", ""));
  lock.lock();
  changed_.wait_for(lock, std::chrono::seconds(10), [&] { return blocked_; });
}

void site::unblock() {
  std::lock_guard lock(mutex_);
  blocking_ = false;
  changed_.notify_all();
}

void site::release() {
  std::vector<std::shared_ptr<http::responder>> all;
  {
    std::lock_guard lock(mutex_);
    all.swap(held_);
  }
  for (auto& r : all) r->send(text("held"));
}

http::route_table site::routes() {
  using namespace fm::http;
  route_table t;
  auto add = [&t](method verb, std::string pattern, access needs, body_kind takes, budget counts,
                  std::function<void(exchange)> serve) -> route& {
    route r;
    r.verb = verb;
    r.pattern = std::move(pattern);
    r.operation = r.pattern;
    r.needs = needs;
    r.takes = takes;
    r.counts = counts;
    r.serve = std::move(serve);
    t.push_back(std::move(r));
    return t.back();
  };
  auto describe = [](exchange x) {
    std::string out;
    for (const auto& a : x.request->path_args) out += "arg:" + a + "\n";
    for (const auto& [n, v] : x.request->query) out += "query:" + n + "=" + v + "\n";
    for (const auto& p : x.request->form) {
      out += p.is_file ? "file:" : "text:";
      out += p.name + "=" + (p.is_file ? p.file_name + ":" + std::to_string(p.bytes) : p.value) + "\n";
    }
    if (!x.request->body.empty()) out += "body:" + std::string(x.request->body) + "\n";
    if (x.who) out += "user:" + x.who->user + "\n";
    x.out->send(text(out));
  };
  add(method::get, "/open", access::open, body_kind::none, budget::read, describe);
  add(method::get, "/maybe", access::optional, body_kind::none, budget::read, describe);
  add(method::get, "/api/v1/items/special", access::bearer, body_kind::none, budget::read,
      [](exchange x) { x.out->send(text("special here")); });
  add(method::get, "/items", access::bearer, body_kind::none, budget::read, describe);
  add(method::get, "/items/special", access::bearer, body_kind::none, budget::read,
      [](exchange x) { x.out->send(text("special")); });
  add(method::get, "/items/{id}", access::bearer, body_kind::none, budget::read, describe);
  add(method::get, "/shared/{id}", access::bearer, body_kind::none, budget::read, describe);
  add(method::get, "/shared/special", access::bearer, body_kind::none, budget::read, describe);
  for (const char* path : {"/shared/{id}", "/front"})
    add(method::get, path, access::open, body_kind::none, budget::read, [](exchange x) {
      x.out->send(text("page"));
    }).is_page = true;
  add(method::del, "/items/{id}", access::bearer, body_kind::none, budget::write, describe);
  add(method::get, "/items/{id}/parts/{part}", access::bearer, body_kind::none, budget::read, describe);
  add(method::post, "/items", access::bearer, body_kind::json, budget::write, [](exchange x) {
    fields f(*x.request);
    auto title = f.text("title", {.required = true, .min = 1, .max = 10});
    if (!f.ok()) {
      x.out->send(unprocessable(f.issues()));
      return;
    }
    auto r = text(*title);
    r.status = 201;
    r.header("Location", "/items/1");
    x.out->send(std::move(r));
  });
  add(method::post, "/upload", access::bearer, body_kind::form, budget::write, describe);
  auto& small = add(method::post, "/small", access::bearer, body_kind::form, budget::write, describe);
  small.max_file_bytes = 1000;
  small.too_large_status = 400;
  add(method::post, "/paste", access::bearer, body_kind::form, budget::write, describe).spooled_fields = {
      "pasted"};
  add(method::post, "/either", access::bearer, body_kind::json_or_form, budget::write, describe);
  add(method::post, "/take", access::bearer, body_kind::form, budget::write, [this](exchange x) {
    for (const auto& p : x.request->form)
      if (p.is_file) std::filesystem::rename(p.spool, folder_ + "/taken");
    x.out->send(text("taken"));
  });
  add(method::get, "/admin", access::admin, body_kind::none, budget::read, describe);
  add(method::post, "/auth/register", access::open, body_kind::json, budget::write, describe).guards_origin =
      true;
  add(method::post, "/guarded", access::optional, body_kind::none, budget::write, describe).guards_origin =
      true;
  add(method::get, "/health/probe", access::open, body_kind::none, budget::free, describe);
  add(method::post, "/auth/login", access::open, body_kind::json, budget::write, describe);
  add(method::post, "/turn", access::bearer, body_kind::none, budget::turn, describe);
  add(method::get, "/drop", access::open, body_kind::none, budget::read, [](exchange) {});
  add(method::get, "/throw", access::open, body_kind::none, budget::read,
      [](exchange) { throw std::runtime_error("a fault of the route"); });
  add(method::get, "/hold", access::open, body_kind::none, budget::free, [this](exchange x) {
    std::lock_guard lock(mutex_);
    held_.push_back(x.out);
    changed_.notify_all();
  }).deadline = -4 * second;  // with the grace of five, the server gives up after one
  add(method::get, "/wait", access::open, body_kind::none, budget::free, [this](exchange x) {
    std::lock_guard lock(mutex_);
    held_.push_back(x.out);
    changed_.notify_all();
  });
  add(method::get, "/block", access::open, body_kind::none, budget::free, [this](exchange x) {
    std::unique_lock lock(mutex_);
    blocked_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !blocking_; });
    blocked_ = false;
    x.out->send(text("blocked"));
  });
  add(method::get, "/file/{bytes}", access::open, body_kind::none, budget::read, [this](exchange x) {
    const auto path = folder_ + "/file";
    std::ofstream(path) << std::string(std::stoul(x.request->path_args[0]), 'f');
    response r;
    r.content_type = "text/plain";
    r.file = path;
    x.out->send(std::move(r));
  });
  add(method::get, "/tagged-file", access::open, body_kind::none, budget::read, [this](exchange x) {
    const auto path = folder_ + "/tagged";
    std::ofstream(path) << "0123456789";
    response r;
    r.content_type = "text/plain";
    r.file = path;
    r.header("ETag", "\"v1\"");
    x.out->send(std::move(r));
  });
  add(method::get, "/missing-file", access::open, body_kind::none, budget::read, [](exchange x) {
    response r;
    r.file = "/nonexistent";
    x.out->send(std::move(r));
  });
  add(method::get, "/stream/{pieces}", access::open, body_kind::none, budget::read, [](exchange x) {
    auto left = std::make_shared<int>(std::stoi(x.request->path_args[0]));
    response r;
    r.content_type = "text/plain";
    auto s = x.out->open(std::move(r));
    auto next = std::make_shared<std::function<void(bool)>>();
    *next = [left, s, next](bool alive) {
      if (alive && (*left)-- > 0) {
        s->write(std::string(1000, 's'), [next](bool a) { (*next)(a); });
        return;
      }
      if (alive) s->close();
      *next = nullptr;
    };
    (*next)(true);
  });
  add(method::get, "/cut", access::open, body_kind::none, budget::read, [](exchange x) {
    auto s = x.out->open(text(""));
    s->write("only this", [s](bool) {});
  });
  add(method::get, "/tagged", access::bearer, body_kind::none, budget::read, [](exchange x) {
    auto r = text(std::string(2000, 't'));
    r.header("ETag", "\"t1\"");
    x.out->send(std::move(r));
  });
  add(method::get, "/big/{bytes}", access::open, body_kind::none, budget::read,
      [](exchange x) { x.out->send(text(std::string(std::stoul(x.request->path_args[0]), 'b'))); });
  return t;
}

bool eventually(const std::function<bool()>& reached) {
  for (int i = 0; i < 1000; ++i) {
    if (reached()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace fm::test
