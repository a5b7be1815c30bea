#include "event_tickets.hpp"

#include <fm/crypto/base64url.hpp>
#include <fm/crypto/random.hpp>

#include <algorithm>

namespace fm::http {

std::string event_tickets::issue(ticket_holder holder, micros now) {
  constexpr std::size_t bytes = 24;
  auto ticket = crypto::to_base64url(crypto::random_bytes(bytes));
  std::lock_guard lock(mutex_);
  forget(now);
  tickets_[ticket] = {std::move(holder), now + lifetime};
  return ticket;
}

std::optional<ticket_holder> event_tickets::redeem(const std::string& ticket, const std::string& job_id,
                                                   micros now) {
  std::lock_guard lock(mutex_);
  auto found = tickets_.find(ticket);
  if (found == tickets_.end()) return std::nullopt;
  auto one = std::move(found->second);
  tickets_.erase(found);
  if (one.until < now || one.holder.job_id != job_id) return std::nullopt;
  return std::move(one.holder);
}

void event_tickets::forget(micros now) {
  std::erase_if(tickets_, [now](const auto& t) { return t.second.until < now; });
  while (tickets_.size() >= most_)
    tickets_.erase(std::min_element(tickets_.begin(), tickets_.end(), [](const auto& a, const auto& b) {
      return a.second.until < b.second.until;
    }));
}

}  // namespace fm::http
