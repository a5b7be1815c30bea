#pragma once
// What other modules put into their own units, so that a deletion or an export and its record in the audit
// log are stored together.
#include <fm/actors/step.hpp>
#include <fm/providers/db.hpp>

#include <string>

namespace fm::auth {

/// Records what the caller of this input does. `action` is a word such as "case.delete".
inline db::operation audit(effects& fx, const char* action, const std::string& object,
                           const std::string& detail = {}) {
  return {"auth.insert_audit",
          {fx.new_key(), fx.now(), fx.ctx().user, action, object, fx.ctx().request_id, detail},
          1};
}

}  // namespace fm::auth
