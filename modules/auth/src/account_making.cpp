#include "account_making.hpp"

#include "auth_store.hpp"
#include "fm/auth/account_rules.hpp"

namespace fm::auth {

std::vector<std::string> admin_roles() { return {"user", "admin"}; }
std::vector<std::string> user_roles() { return {"user"}; }

std::string_view fault_of(const register_user& m) {
  for (auto fault : {email_fault(m.email), username_fault(m.username, m.email),
                     password_fault(m.password.expose()), full_name_fault(m.full_name)})
    if (!fault.empty()) return fault;
  return {};
}

std::vector<std::string> roles_of_new(const std::string& email, const std::string& admin_email) {
  bool named = !admin_email.empty() && lower_case(admin_email) == email;
  return named ? admin_roles() : user_roles();
}

db::operation insertion(const user_record& u, const std::string& password_hash,
                        const std::string& admin_email) {
  return store::insert_user(u, password_hash, admin_email.empty() ? admin_roles() : u.roles);
}

failure taken(failure why) {
  if (why.code != ec::conflict) return why;
  bool is_email = why.text.find("email") != why.text.npos;
  return fail(ec::invalid, is_email ? "an account with this email exists already"
                                    : "an account with this username exists already");
}

}  // namespace fm::auth
