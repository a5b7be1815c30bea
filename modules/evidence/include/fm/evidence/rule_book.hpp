#pragma once
// What the program recognises, as data: rules that packs of YAML state (docs/rules.md).
#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// What code needs to know of a rule. Code asks for these, never for the id of a rule.
enum class rule_property : std::uint32_t {
  ends_program = 1u << 0,  ///< a state which says that a program ended with an error
  own_words = 1u << 1,     ///< trouble in words that no rule knows: the message is the finding
  moment = 1u << 2,        ///< tells when something happened, not what: no hypothesis of its own
  recovery = 1u << 3,      ///< says that trouble is over
  change = 1u << 4,        ///< something that people or machines changed: perhaps a trigger
  single_request =
      1u << 5,          ///< one request or client can bring it about: a few in a log that goes on are noise
  placement = 1u << 7,  ///< a scheduler found no place, and says what it lacks
  outlives = 1u << 8,   ///< a limit that will be hit again, also when all is well at the moment
  insistent = 1u << 9,  ///< worth a word when it happens all the time, although all is well at the moment
  volume_taken = 1u << 10,   ///< a volume is attached elsewhere
  driver_absent = 1u << 11,  ///< a storage driver is not there
  workload_well = 1u << 12,  ///< a pod or set works
  waiting = 1u << 13,        ///< an object that has not begun yet
  unreachable = 1u << 6,  ///< says that another part cannot be reached: what ails that part comes before it
};

/// One expression (RE2 syntax, case-insensitive); named groups become slots, `target2` is `target` elsewhere.
struct rule_pattern {
  std::string expression;
  double weight = 0;        ///< 0..1
  std::uint32_t apart = 0;  ///< how many leading slots tell two facts of the rule apart
  std::uint32_t line = 0;   ///< in its pack
};

/// A line that must match with these slots, or one that must not match.
struct rule_example {
  std::string text;
  bool matches = true;
  std::vector<slot> slots;
  std::uint32_t line = 0;  ///< in its pack
};

/// What to do: `{slot}` is filled from the finding; `{slot|word}` says what stands in a command when the slot
/// is empty, which is left out otherwise.
struct rule_step {
  std::string say;
  std::string run;
  std::vector<std::string>
      when;  ///< words of which one has to stand in the finding, as a product has its own step
};

/// A slot that structured lines fill from one of these fields.
struct rule_field {
  std::string slot;
  std::vector<std::string> keys;
};

/// One thing that the program recognises. Forms hold `{slot}`; a part in brackets is left out when one of its
/// slots is empty; `{slot:meaning}` is what the table of `codes` says of the slot's value.
struct rule {
  std::string id;
  std::string pack;
  std::string file;                         ///< of the pack, as it was given
  std::uint32_t line = 0;                   ///< where the rule begins in it
  bool own = false;                         ///< from the user's folder: its matches win over built-in ones
  std::string about;                        ///< its meaning in one sentence, for docs/rules.md
  std::string means;                        ///< the statement of a hypothesis
  std::string alone;                        ///< the sentence where nothing else is to be told; may be empty
  std::string timeline;                     ///< how the timeline tells it; may be empty
  std::string category = "infrastructure";  ///< hypothesis category of contract/domain.md 4
  evidence::role role = role::cause;
  double weight = 0;             ///< 0..1: how surely these words, with their object, name the cause
  double weight_when_asked = 0;  ///< at least this where the question complains of what it brings about
  int depth = 0;  ///< 3 lies deepest (a resource, a configuration), 1 is an effect that users see,
                  ///< 0 a state that says no more than that something is wrong
  std::vector<std::string> object;  ///< slots of which one must be there for more than `wordy_weight`
  std::vector<rule_pattern> any;
  std::vector<std::string> with;     ///< expressions of which one must stand in the same record
  std::vector<std::string> without;  ///< expressions that must not stand in the message
  std::vector<std::string> slots;    ///< filled by code that compares documents or counts
  std::vector<rule_field> fields;
  std::map<std::string, std::string> codes;  ///< slot to table of codes
  std::vector<std::string> asked;            ///< effects in questions that it brings about (asked_effect.hpp)
  std::vector<std::string> explained_by;     ///< rules that, where they are found too, are its reason
  std::uint32_t properties = 0;
  std::vector<rule_step> steps;
  std::string question;  ///< what would decide it; may be empty
  std::string words;     ///< added to the search for runbooks
  std::vector<rule_example> examples;

  bool is(rule_property p) const { return (properties & static_cast<std::uint32_t>(p)) != 0; }
  /// A state of an object: it says that something is wrong and not what.
  bool is_state() const { return depth == 0; }
};

/// The most that words alone weigh, without the object that a rule asks for.
inline constexpr double wordy_weight = .48;

/// What one number or name of a standard means.
struct code_entry {
  std::string name;   ///< as the standard writes it (EMFILE); may be empty
  std::string means;  ///< in plain words, without digits
  std::string rule;   ///< the rule that a code which is enough by itself stands for; may be empty
};

/// A set of rules and tables of codes; immutable once it is read.
class rule_book {
 public:
  rule_book(std::vector<rule> rules, std::map<std::string, std::map<std::string, code_entry>> codes);

  /// The rule of that id, or nullptr.
  const rule* find(std::string_view id) const;
  /// The rule of that id; of one that is not known any more, a general rule that quotes the evidence.
  const rule& of(std::string_view id) const;
  /// In the order of the packs, built-in ones first.
  std::span<const rule> rules() const { return rules_; }
  /// What a table says of a code, or nullptr.
  const code_entry* code(std::string_view table, std::string_view value) const;
  /// By name, for documentation.
  const std::map<std::string, std::map<std::string, code_entry>>& codes() const { return codes_; }

 private:
  std::vector<rule> rules_;
  std::map<std::string, std::size_t, std::less<>> by_id_;
  std::map<std::string, std::map<std::string, code_entry>> codes_;
};

/// A pack as text; `own` when it comes from the user's folder.
struct pack_source {
  std::string file;
  std::string_view text;
  bool own = false;
};

/// What is wrong with a pack, for people.
struct pack_mistake {
  std::string file;
  std::uint32_t line = 0;  ///< 0: the file as a whole
  std::string what;
};

/// Rules that were read; `book` is null when there are mistakes.
struct rules_read {
  std::shared_ptr<const rule_book> book;
  std::vector<pack_mistake> mistakes;  ///< at most 50
};

/// Reads packs within bounds (1 MiB a file, 5,000 rules, 4,096 bytes an expression): unknown keys, ids used
/// twice, slots that nothing fills and forms with open brackets are mistakes. Expressions are compiled later
/// (text_rules.hpp).
rules_read read_packs(std::span<const pack_source> packs);

/// The packs that the program carries.
std::vector<pack_source> built_in_packs();

/// The rules in force; the built-in ones unless others were set. Thread-safe.
std::shared_ptr<const rule_book> rules_in_use();
/// Replaces the rules in force as a whole; who works with the old ones keeps them until done. Thread-safe.
void use_rules(std::shared_ptr<const rule_book> book);

}  // namespace fm::evidence
