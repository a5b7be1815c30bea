#pragma once
// Between YAML and JSON values.
#include <fm/json/value.hpp>
#include <fm/yaml/node.hpp>

#include <string>

namespace fm::http {

/// The JSON value of a YAML node (YAML 1.2, core schema: plain scalars may be null, true, false or numbers;
/// `<<` merges).
json::value json_of(const yaml::node& n);
/// A value as YAML 1.2 in block style; texts stand in double quotes unless they cannot be misread.
std::string yaml_text(const json::value& v);

}  // namespace fm::http
