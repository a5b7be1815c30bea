#pragma once
// Starts the agent module; seen by the composition root only.
#include "fm/actors/outcome.hpp"
#include "fm/actors/system.hpp"
#include "fm/agent/limits.hpp"
#include "fm/agent/messages.hpp"
#include "fm/agent/prices.hpp"

#include <fm/actors/secret.hpp>
#include <fm/providers/db.hpp>
#include <fm/providers/model.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

extern template void fm::actors::register_list<fm::agent::messages>(fm::actors::message_table&);

namespace fm::redaction {
class own_rules;
}

namespace fm::agent {

using handle = actors::handle<investigate, run_turn, check_health>;

/// The turn under which an investigation from files is told of.
inline constexpr const char* command_line_turn = "command-line";

/// What holds for every turn of a case.
struct options {
  std::string zone = "UTC";         ///< of times that name none, in evidence and in questions
  micros zone_offset = 0;           ///< of that zone now, microseconds east of UTC
  bool asks_model = false;          ///< after the built-in analyst
  bool tells_of_files = false;      ///< news of investigations from files, under `command_line_turn`
  micros model_time = 60 * second;  ///< of a turn that may be spent on the model
  dialogue_limits dialogue{};       ///< what a turn may spend with it
  day_budgets per_day{};
  token_price usual_price{};    ///< of the model that is asked first, to reserve what a call may cost
  std::string instructions{};   ///< to the model, in place of the program's own; empty: those
  bool sends_pictures = false;  ///< to a model that sees
};

/// A model that turns ask, and how.
struct model_options {
  std::shared_ptr<providers::model_port> model;         ///< none: the built-in analyst answers alone
  std::string name;                                     ///< such as "ollama/llama3.2"
  std::shared_ptr<providers::model_port> code_model{};  ///< for evidence that is mainly code; none: `model`
  std::shared_ptr<providers::model_port> picture_model{};  ///< for turns with pictures; none: `model`
  /// Whether pictures leave, as they are: they cannot be redacted.
  bool sends_pictures = false;
  /// The bytes of a picture of at most so many, by the path of its evidence. Called on the workers' threads.
  std::function<outcome<std::string>(const std::string& path, std::uint64_t most)> open_picture{};
  bool redacts = true;       ///< what leaves; false only for a service of one's own
  secret<> redaction_key{};  ///< of the installation; placeholders are made with it
  std::shared_ptr<const redaction::own_rules> own_rules{};  ///< what the operator wants replaced, too
  std::uint32_t answer_tokens = 4'096;
  dialogue_limits dialogue{};
  price_list prices{};
  day_budgets per_day{};
  std::string instructions{};      ///< in place of the program's own; empty: those
  micros turn_time = 60 * second;  ///< of a turn that may be spent on it, with the repair of its answer
  std::size_t workers = 32;        ///< calls at a time
  std::stop_token stop{};          ///< ends the calls that are under way, and those that come
  /// Hears the pieces of an answer, on the worker's thread; made by `spawn`.
  std::function<void(const std::string& question_id, std::string piece)> heard{};
};

/// The tables and statements of the module.
const db::schema& schema();

/// Who tells what happens in turns.
using news_handle = actors::handle<turn_event, heard_piece, answer_begins, watch_turn>;
/// Start it before `spawn`.
news_handle spawn_news(actors::system& system);

/// The actor that runs turns, the built-in analyst, and the gate to the model when there is one. Evidence and
/// knowledge are asked by their messages: start them first.
handle spawn(actors::system& system, options how = {}, model_options model = {});

using tools_handle = actors::handle<list_tools, run_tool>;

/// The actor that runs tools over the cases of a server; `zone` is of times in evidence that name none. It
/// asks for `db` messages, those of evidence and knowledge, and those of the ports to the cases.
tools_handle spawn_tools(actors::system& system, std::string zone);

}  // namespace fm::agent
