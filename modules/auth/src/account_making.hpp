#pragma once
// What both the actor and the commands do to make an account.
#include "fm/auth/messages.hpp"

#include <fm/providers/db.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fm::auth {

/// The sentence about the first field that breaks its rule; empty when none does.
std::string_view fault_of(const register_user& m);

/// Who is admin: the address that the configuration names, or else the first account.
std::vector<std::string> roles_of_new(const std::string& email, const std::string& admin_email);
db::operation insertion(const user_record& u, const std::string& password_hash,
                        const std::string& admin_email);

/// What a broken key means to who makes an account; other failures stay as they are.
failure taken(failure why);

/// The roles of an admin and of everybody else.
std::vector<std::string> admin_roles();
std::vector<std::string> user_roles();

}  // namespace fm::auth
