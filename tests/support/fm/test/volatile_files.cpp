#include "fm/test/volatile_files.hpp"

#include <fcntl.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace fm::test {

namespace stdfs = std::filesystem;

volatile_files::volatile_files(std::string root) : root_(std::move(root)) {
  top_ = std::make_shared<node>();
  top_->is_folder = true;
  read_in(*top_, root_);
}

std::uint64_t volatile_files::operations() const {
  std::lock_guard lock(mutex_);
  return done_;
}

void volatile_files::lose_power_after(std::uint64_t operations) {
  std::lock_guard lock(mutex_);
  power_ends_ = done_ + operations;
}

bool volatile_files::begin_change() {
  if (done_ >= power_ends_) return false;
  ++done_;
  return true;
}

volatile_files::node_ptr volatile_files::find(const std::string& path) const {
  auto at = top_;
  if (path == root_) return at;
  if (!path.starts_with(root_ + "/")) return nullptr;
  for (const auto& part : stdfs::path(path.substr(root_.size() + 1))) {
    auto it = at->names.find(part.string());
    if (it == at->names.end()) return nullptr;
    at = it->second;
  }
  return at;
}

volatile_files::node_ptr volatile_files::folder_of(const std::string& path) const {
  return find(stdfs::path(path).parent_path().string());
}

namespace {
std::string name_of(const std::string& path) { return stdfs::path(path).filename().string(); }
}  // namespace

int volatile_files::open(const std::string& path, int flags, mode_t mode) {
  std::lock_guard lock(mutex_);
  if (done_ >= power_ends_) return -EIO;
  auto n = find(path);
  auto fd = file_calls::open(path, flags, mode);
  if (fd < 0) return fd;
  if (auto folder = folder_of(path); !n && folder) {
    n = std::make_shared<node>();
    folder->names[name_of(path)] = n;
    ++done_;
  }
  open_[fd] = n;
  return fd;
}

ssize_t volatile_files::read(int fd, char* into, std::size_t bytes) {
  std::lock_guard lock(mutex_);
  return done_ >= power_ends_ ? -EIO : file_calls::read(fd, into, bytes);
}

ssize_t volatile_files::write(int fd, const char* from, std::size_t bytes) {
  std::lock_guard lock(mutex_);
  if (!begin_change()) return -EIO;
  auto n = file_calls::write(fd, from, bytes);
  if (n > 0 && open_[fd]) open_[fd]->bytes.append(from, static_cast<std::size_t>(n));
  return n;
}

int volatile_files::sync(int fd) {
  std::lock_guard lock(mutex_);
  if (!begin_change()) return -EIO;
  if (auto n = open_[fd]) {
    n->durable_bytes = n->bytes;
    n->durable_names = n->names;
  }
  return 0;
}

int volatile_files::close(int fd) {
  std::lock_guard lock(mutex_);
  open_.erase(fd);
  return file_calls::close(fd);
}

int volatile_files::set_mode(int fd, mode_t mode) {
  std::lock_guard lock(mutex_);
  return begin_change() ? file_calls::set_mode(fd, mode) : -EIO;
}

int volatile_files::rename(const std::string& from, const std::string& to, bool replace) {
  std::lock_guard lock(mutex_);
  if (!begin_change()) return -EIO;
  auto r = file_calls::rename(from, to, replace);
  if (r < 0) return r;
  auto n = find(from);
  folder_of(from)->names.erase(name_of(from));
  folder_of(to)->names[name_of(to)] = n;
  return r;
}

int volatile_files::make_folder(const std::string& path, mode_t mode) {
  std::lock_guard lock(mutex_);
  if (!begin_change()) return -EIO;
  auto r = file_calls::make_folder(path, mode);
  if (r < 0) return r;
  if (auto folder = folder_of(path)) {
    auto n = std::make_shared<node>();
    n->is_folder = true;
    folder->names[name_of(path)] = n;
  }
  return r;
}

int volatile_files::remove_folder(const std::string& path) {
  std::lock_guard lock(mutex_);
  if (!begin_change()) return -EIO;
  auto r = file_calls::remove_folder(path);
  if (r == 0) folder_of(path)->names.erase(name_of(path));
  return r;
}

int volatile_files::remove(const std::string& path) {
  std::lock_guard lock(mutex_);
  if (!begin_change()) return -EIO;
  auto r = file_calls::remove(path);
  if (r == 0) folder_of(path)->names.erase(name_of(path));
  return r;
}

void volatile_files::add_unsynced(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  std::lock_guard lock(mutex_);
  auto n = std::make_shared<node>();
  n->bytes = bytes;
  folder_of(path)->names[name_of(path)] = n;
}

/// Of names that were not synced each is as it was or as it became.
void volatile_files::write_out(const node& n, const std::string& path, std::mt19937& chance) const {
  if (!n.is_folder) {
    auto bytes = n.durable_bytes;
    if (bytes != n.bytes && chance() % 2) bytes = n.bytes.substr(0, chance() % (n.bytes.size() + 1));
    std::ofstream(path, std::ios::binary) << bytes;
    return;
  }
  stdfs::create_directory(path);
  auto all = n.durable_names;
  all.insert(n.names.begin(), n.names.end());
  for (const auto& [name, unused] : all) {
    auto then = n.durable_names.find(name);
    auto now = n.names.find(name);
    node_ptr before = then == n.durable_names.end() ? nullptr : then->second;
    node_ptr after = now == n.names.end() ? nullptr : now->second;
    auto kept = before == after || chance() % 2 ? before : after;
    if (kept) write_out(*kept, path + "/" + name, chance);
  }
}

void volatile_files::read_in(node& n, const std::string& path) const {
  for (const auto& e : stdfs::directory_iterator(path)) {
    auto child = std::make_shared<node>();
    child->is_folder = e.is_directory();
    if (child->is_folder) {
      read_in(*child, e.path().string());
    } else {
      std::ifstream in(e.path(), std::ios::binary);
      child->bytes = child->durable_bytes = {std::istreambuf_iterator<char>(in), {}};
    }
    n.names[e.path().filename().string()] = child;
  }
  n.durable_names = n.names;
}

void volatile_files::settle(std::mt19937& chance) {
  std::lock_guard lock(mutex_);
  for (const auto& e : stdfs::directory_iterator(root_)) stdfs::remove_all(e.path());
  write_out(*top_, root_, chance);
  *top_ = node{.is_folder = true, .bytes = {}, .durable_bytes = {}, .names = {}, .durable_names = {}};
  read_in(*top_, root_);
  power_ends_ = std::numeric_limits<std::uint64_t>::max();
}

}  // namespace fm::test
