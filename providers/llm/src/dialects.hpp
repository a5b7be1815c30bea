#pragma once
// One function to write and one to read for each dialect; `protocol.cpp` chooses.
#include "fm/llm/event_stream.hpp"
#include "fm/llm/protocol.hpp"

#include <fm/json/value.hpp>

namespace fm::llm {

json::value chat_completions_body(const std::string& model, const providers::model_request& r,
                                  const abilities& can, bool streamed);
json::value responses_body(const std::string& model, const providers::model_request& r, const abilities& can,
                           bool streamed);
json::value messages_body(const std::string& model, const providers::model_request& r, const abilities& can,
                          bool streamed);
json::value ollama_body(const std::string& model, const providers::model_request& r, const abilities& can,
                        bool streamed);

/// What the readers of the dialects share: text goes to the listener in whole characters, and the first
/// trouble stays.
class reader_base : public answer_reader {
 public:
  reader_base(bool streamed, providers::model_listener& listener)
      : streamed_(streamed), listener_(listener) {}

  bool feed(std::string_view bytes) final;
  bool is_over() const final { return streamed_ && ended_; }
  providers::model_answer end(bool whole) final;

 protected:
  /// One event or line of a stream, parsed.
  virtual void event(std::string_view name, const json::value& data) = 0;
  /// A whole answer that was not streamed.
  virtual void whole(const json::value& body) = 0;
  virtual bool is_lines() const { return false; }
  /// Called once, before the answer is handed over.
  virtual void complete() {}

  void say(std::string_view text);
  void think(std::size_t bytes);
  void fail(providers::model_trouble what, std::string why);
  /// The vendor's error object in the midst of a stream, or in place of an answer.
  void fail_by(const json::value& error);

  providers::model_answer answer_;
  bool ended_ = false;  // the vendor has said that the answer is complete

 private:
  void take(std::string_view name, std::string_view data);

  bool streamed_;
  providers::model_listener& listener_;
  bool goes_on_ = true;
  bool at_end_ = false;  // no more bytes come
  event_stream events_;
  line_splitter lines_;
  std::string body_;     // of an answer that comes whole
  std::string partial_;  // bytes of a character that has not come whole
  std::size_t events_seen_ = 0;
};

std::unique_ptr<answer_reader> chat_completions_reader(bool streamed, providers::model_listener& listener);
std::unique_ptr<answer_reader> responses_reader(bool streamed, providers::model_listener& listener);
std::unique_ptr<answer_reader> messages_reader(bool streamed, providers::model_listener& listener);
std::unique_ptr<answer_reader> ollama_reader(bool streamed, providers::model_listener& listener);

/// Text of a member, or empty.
std::string_view text_of(const json::value* v, std::string_view name);
/// A count of a member, or 0.
std::uint64_t count_of(const json::value* v, std::string_view name);
/// Tools as OpenAI describes functions, which Ollama took over.
json::value function_tools(const std::vector<providers::model_tool>& tools);
/// JSON text as a value; text that is none as a string.
json::value value_of(const std::string& text);

}  // namespace fm::llm
