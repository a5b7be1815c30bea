#include "agent/claim_paraphrase.hpp"
#include "agent/claim_words.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

/// Stems, each followed by one of the usual endings: of saying and showing, of being and happening, of the things
/// that any evidence is about, and of how much and how sure. None tells by itself what became of something.
constexpr std::array common{
    "report"sv, "log"sv, "logg"sv, "show"sv, "state"sv, "tell"sv, "told"sv, "say"sv, "indicate"sv,
    "note"sv, "print"sv, "mention"sv, "record"sv, "raise"sv, "throw"sv, "thrown"sv, "emit"sv, "return"sv,
    "answer"sv, "respond"sv, "respons"sv, "reply"sv, "repli"sv, "see"sv, "seen"sv, "find"sv, "found"sv,
    "mean"sv, "name"sv, "call"sv, "describe"sv, "explain"sv, "confirm"sv, "consistent"sv, "observ"sv,
    "complain"sv, "list"sv, "contain"sv, "fit"sv, "match"sv, "correspond"sv, "display"sv, "become"sv,
    "became"sv, "remain"sv, "stay"sv, "keep"sv, "kept"sv, "happen"sv, "occur"sv, "come"sv, "came"sv,
    "goes"sv, "went"sv, "get"sv, "got"sv, "give"sv, "gave"sv, "given"sv, "take"sv, "took"sv, "taken"sv,
    "make"sv, "made"sv, "does"sv, "did"sv, "done"sv, "follow"sv, "begin"sv, "began"sv, "begun"sv,
    "continue"sv, "last"sv, "stand"sv, "stood"sv, "lie"sv, "exist"sv, "hold"sv, "held"sv, "belong"sv,
    "need"sv, "want"sv, "require"sv, "expect"sv, "use"sv, "using"sv, "try"sv, "tri"sv, "attempt"sv,
    "set"sv, "turn"sv, "put"sv, "fall"sv, "leave"sv, "left"sv, "let"sv, "work"sv, "run"sv, "runn"sv,
    "ran"sv, "wait"sv, "depend"sv, "involv"sv, "affect"sv, "concern"sv, "relate"sv, "include"sv,
    "consist"sv, "receiv"sv, "send"sv, "sent"sv, "issue"sv, "consume"sv, "produc"sv, "perform"sv,
    "cause"sv, "result"sv, "lead"sv, "led"sv, "end"sv, "ended"sv, "carry"sv, "carri"sv, "exhibit"sv,
    "hit"sv, "prevent"sv, "stop"sv, "finish"sv, "process"sv, "handl"sv, "serv"sv, "execut"sv, "look"sv,
    "know"sv, "known"sv, "check"sv, "start"sv, "amount"sv, "needs"sv, "fulfil"sv, "satisf"sv, "support"sv,
    "differ"sv, "compar"sv, "equal"sv, "exceed"sv, "surpass"sv, "own"sv, "help"sv, "manage"sv, "able"sv,
    "unable"sv, "allow"sv, "possible"sv, "impossible"sv, "possibl"sv, "identif"sv, "refer"sv, "error"sv,
    "failure"sv, "request"sv, "server"sv, "service"sv, "client"sv, "connection"sv, "number"sv, "value"sv,
    "message"sv, "entry"sv, "entri"sv, "file"sv, "host"sv, "machine"sv, "instance"sv, "node"sv,
    "application"sv, "app"sv, "program"sv, "system"sv, "component"sv, "task"sv, "operation"sv, "step"sv,
    "part"sv, "side"sv, "point"sv, "event"sv, "reason"sv, "problem"sv, "trouble"sv, "warning"sv,
    "symptom"sv, "code"sv, "status"sv, "level"sv, "line"sv, "field"sv, "data"sv, "resource"sv, "object"sv,
    "target"sv, "thing"sv, "user"sv, "account"sv, "address"sv, "port"sv, "path"sv, "url"sv, "version"sv,
    "release"sv, "unit"sv, "container"sv, "pod"sv, "namespace"sv, "counter"sv, "count"sv, "total"sv,
    "size"sv, "rate"sv, "period"sv, "interval"sv, "moment"sv, "second"sv, "minute"sv, "hour"sv, "day"sv,
    "time"sv, "date"sv, "night"sv, "morning"sv, "evening"sv, "sequence"sv, "limit"sv, "maximum"sv,
    "minimum"sv, "case"sv, "kind"sv, "way"sv, "fact"sv, "type"sv, "member"sv, "group"sv, "role"sv, "job"sv,
    "attempts"sv, "tool"sv, "command"sv, "option"sv, "setting"sv, "configur"sv, "directory"sv,
    "directori"sv, "folder"sv, "binary"sv, "binari"sv, "package"sv, "item"sv, "row"sv, "api"sv, "http"sv,
    "sql"sv, "query"sv, "queri"sv, "statement"sv, "thread"sv, "worker"sv, "content"sv, "output"sv,
    "input"sv, "source"sv, "milliseconds"sv, "amounts"sv, "share"sv, "percent"sv, "fraction"sv,
    "proportion"sv, "ratio"sv, "difference"sv, "duration"sv, "delay"sv, "copy"sv, "traffic"sv, "backend"sv,
    "upstream"sv, "attempted"sv, "same"sv, "other"sv, "another"sv, "different"sv, "new"sv, "next"sv,
    "previous"sv, "former"sv, "later"sv, "latter"sv, "earlier"sv, "current"sv, "currently"sv, "now"sv,
    "again"sv, "once"sv, "twice"sv, "still"sv, "yet"sv, "already"sv, "soon"sv, "shortly"sv, "immediat"sv,
    "directly"sv, "right"sv, "just"sv, "only"sv, "alone"sv, "even"sv, "both"sv, "either"sv, "neither"sv,
    "nor"sv, "each"sv, "such"sv, "very"sv, "too"sv, "quite"sv, "nearly"sv, "almost"sv, "about"sv,
    "around"sv, "roughly"sv, "approximately"sv, "exact"sv, "exactly"sv, "least"sv, "most"sv, "more"sv,
    "less"sv, "few"sv, "fewer"sv, "many"sv, "much"sv, "several"sv, "multiple"sv, "together"sv, "instead"sv,
    "rather"sv, "itself"sv, "themselves"sv, "here"sv, "above"sv, "below"sv, "over"sv, "under"sv,
    "within"sv, "without"sv, "across"sv, "against"sv, "through"sv, "along"sv, "towards"sv, "per"sv,
    "ago"sv, "long"sv, "short"sv, "high"sv, "higher"sv, "low"sv, "lower"sv, "large"sv, "larger"sv,
    "small"sv, "smaller"sv, "old"sv, "older"sv, "newer"sv, "ahead"sv, "behind"sv, "longest"sv, "largest"sv,
    "highest"sv, "shortest"sv, "main"sv, "actual"sv, "actually"sv, "particular"sv, "specific"sv,
    "successive"sv, "consecutive"sv, "subsequent"sv, "subsequently"sv, "finally"sv, "eventually"sv,
    "first"sv, "third"sv, "fourth"sv, "fifth"sv, "single"sv, "half"sv, "quarter"sv, "though"sv,
    "although"sv, "however"sv, "therefore"sv, "thus"sv, "hence"sv, "can"sv, "could"sv, "will"sv, "would"sv,
    "should"sv, "must"sv, "may"sv, "might"sv, "cannot"sv, "what"sv, "how"sv, "why"sv, "whose"sv, "whom"sv,
    "him"sv, "them"sv, "anything"sv, "something"sv, "nothing"sv, "else"sv, "back"sv, "down"sv, "off"sv,
    "away"sv, "forth"sv, "repeated"sv, "repeatedly"sv, "apart"sv, "like"sv, "onset"sv, "beginning"sv,
    "any"sv, "anymore"sv, "longer"sv, "never"sv, "ever"sv, "every"sv, "everything"sv, "none"sv, "dozens"sv,
    "hundreds"sv, "thousands"sv, "majority"sv, "grew"sv, "grow"sv, "grown"sv, "rose"sv, "risen"sv,
    "rise"sv, "fell"sv, "fallen"sv, "drop"sv, "dropp"sv, "increas"sv, "decreas"sv, "climb"sv, "shrank"sv,
    "brought"sv, "bring"sv, "saw"sv, "ask"sv, "variable"sv, "signal"sv, "resident"sv, "space"sv, "table"sv,
    "column"sv, "killer"sv, "retri"sv, "retry"sv, "worth"sv, "mere"sv, "merely"sv, "simpl"sv, "clear"sv,
    "clearly"sv, "respective"sv, "respectively"sv, "similar"sv, "likewise"sv, "thereafter"sv,
    "afterwards"sv, "beforehand"sv, "meanwhile"sv, "otherwise"sv, "evident"sv, "underlying"sv, "appear"sv,
    "entire"sv, "pid"sv, "provider"sv, "lack"sv, "million"sv, "billion"sv, "overall"sv, "further"sv,
    "furthermore"sv, "moreover"sv, "additional"sv, "additionally"sv, "extra"sv, "available"sv, "due"sv,
    "needed"sv, "necessary"sv, "hundred"sv, "dozen"sv, "thousand"sv, "latest"sv, "earliest"sv, "stage"sv,
    "phase"sv, "round"sv, "loop"sv, "cycle"sv, "chain"sv, "pair"sv, "trio"sv, "couple"sv, "rest"sv,
    "bulk"sv, "piece"sv, "series"sv, "range"sv, "gap"sv, "span"sv, "window"sv, "timestamp"sv, "timeline"sv,
    "pattern"sv, "example"sv, "behavior"sv, "behaviour"sv, "situation"sv, "condition"sv, "effect"sv,
    "consequence"sv, "impact"sv, "root"sv, "origin"sv, "originat"sv, "stem"sv, "arise"sv, "arose"sv,
    "surfac"sv, "present"sv, "produce"sv, "generat"sv, "deliver"sv, "provid"sv, "supply"sv, "suppli"sv,
    "accompan"sv, "preced"sv, "succeeded by"sv, "coincid"sv, "overlap"sv, "relat"sv, "enter"sv,
    "exit point"sv, "regard"sv, "owing"sv, "thank"sv, "whil"sv, "whether"sv, "unless"sv, "except"sv,
    "besides"sv, "beside"sv, "beyond"sv, "library"sv, "librari"sv, "module"sv, "function"sv, "method"sv,
    "class"sv, "script"sv, "endpoint"sv, "route"sv, "page"sv, "site"sv, "token"sv, "string"sv,
    "argument"sv, "parameter"sv, "flag"sv, "key"sv, "identifier"sv, "label"sv, "tag"sv, "index"sv,
    "header"sv, "body"sv, "caller"sv, "peer"sv, "remote"sv, "local"sv, "amid"sv, "among"sv, "until"sv,
    "upon"sv, "via"sv, "toward"sv, "inside"sv, "outside"sv, "near"sv, "zero"sv, "double"sv, "triple"sv,
    "gives"sv, "giving"sv, "seconds"sv, "elapsed"sv, "recent"sv, "recently"sv, "initially"sv, "initial"sv,
    "final"sv, "prior"sv, "past"sv, "question"sv, "investigat"sv, "evidence"sv, "excerpt"sv, "trace"sv,
    "traceback"sv, "stack"sv, "exception"sv, "detail"sv, "hint"sv, "alert"sv, "unhandled"sv, "takes"sv,
    "mark"sv, "summar"sv, "altogether"sv, "in-between"sv, "back-to-back"sv, "one"sv, "accord"sv,
    "achieve"sv, "act"sv, "add"sv, "adequate"sv, "admit"sv, "advance"sv, "advice"sv, "advise"sv,
    "afford"sv, "afternoon"sv, "agree"sv, "aim"sv, "alternat"sv, "always"sv, "analy"sv, "announce"sv,
    "anticipat"sv, "apparent"sv, "approach"sv, "appropriate"sv, "argue"sv, "arrive"sv, "aspect"sv,
    "assign"sv, "associat"sv, "assume"sv, "attention"sv, "average"sv, "avoid"sv, "aware"sv, "bad"sv,
    "base"sv, "basic"sv, "basis"sv, "bear"sv, "beat"sv, "behav"sv, "believe"sv, "benefit"sv, "best"sv,
    "better"sv, "big"sv, "bit"sv, "blame"sv, "blank"sv, "bottom"sv, "bound"sv, "brief"sv, "broad"sv,
    "busy"sv, "capable"sv, "capture"sv, "care"sv, "careful"sv, "catch"sv, "caught"sv, "central"sv,
    "certain"sv, "chance"sv, "character"sv, "choice"sv, "choose"sv, "chose"sv, "circumstance"sv, "claim"sv,
    "clarif"sv, "clue"sv, "clump"sv, "combin"sv, "comment"sv, "common"sv, "communicat"sv, "complex"sv,
    "concept"sv, "conclude"sv, "conclusion"sv, "concrete"sv, "conform"sv, "confus"sv, "consequent"sv,
    "consider"sv, "constant"sv, "constrain"sv, "construct"sv, "consult"sv, "context"sv, "contrary"sv,
    "contrast"sv, "contribut"sv, "convention"sv, "conver"sv, "convey"sv, "cost"sv, "course"sv, "cover"sv,
    "criteri"sv, "deal"sv, "decide"sv, "deep"sv, "defin"sv, "degree"sv, "depth"sv, "desir"sv, "despite"sv,
    "determin"sv, "deviat"sv, "diagnos"sv, "dimension"sv, "direct"sv, "disappear"sv, "discover"sv,
    "discuss"sv, "distinct"sv, "distribut"sv, "divid"sv, "document"sv, "doubt"sv, "draw"sv, "during"sv,
    "early"sv, "easy"sv, "edge"sv, "effort"sv, "eight"sv, "elapse"sv, "element"sv, "emerge"sv, "emphas"sv,
    "encounter"sv, "enough"sv, "ensure"sv, "entail"sv, "enumerat"sv, "environment"sv, "equivalent"sv,
    "essential"sv, "eventual"sv, "exampl"sv, "exclu"sv, "exercise"sv, "expens"sv, "experienc"sv,
    "explicit"sv, "explor"sv, "express"sv, "extent"sv, "extern"sv, "face"sv, "factor"sv, "familiar"sv,
    "far"sv, "fast"sv, "favor"sv, "feature"sv, "feel"sv, "fifteen"sv, "figure"sv, "fine"sv, "flow"sv,
    "focus"sv, "force"sv, "foremost"sv, "form"sv, "format"sv, "forward"sv, "four"sv, "frequen"sv,
    "front"sv, "general"sv, "genuin"sv, "gradual"sv, "graph"sv, "great"sv, "ground"sv, "guess"sv, "hand"sv,
    "hard"sv, "heav"sv, "height"sv, "hope"sv, "huge"sv, "identical"sv, "illustrat"sv, "imagin"sv,
    "immediate"sv, "imply"sv, "impl"sv, "important"sv, "impos"sv, "incident"sv, "independent"sv,
    "indicat"sv, "individual"sv, "inform"sv, "inner"sv, "inquir"sv, "insight"sv, "inspect"sv, "instruct"sv,
    "intend"sv, "intent"sv, "interact"sv, "interest"sv, "intermediate"sv, "intern"sv, "interpret"sv,
    "introduc"sv, "judg"sv, "jump"sv, "justif"sv, "landscap"sv, "late"sv, "lay"sv, "layer"sv, "lean"sv,
    "learn"sv, "length"sv, "lend"sv, "literal"sv, "live"sv, "locat"sv, "logic"sv, "loose"sv, "lot"sv,
    "maintain"sv, "major"sv, "manner"sv, "manual"sv, "map"sv, "material"sv, "matter"sv, "measur"sv,
    "mechanism"sv, "meet"sv, "memo"sv, "met"sv, "middle"sv, "mild"sv, "mind"sv, "minimal"sv, "minor"sv,
    "minut"sv, "miss"sv, "misspel"sv, "misspelt"sv, "mistype"sv, "mix"sv, "mode"sv, "moderate"sv,
    "month"sv, "mostly"sv, "motion"sv, "mutual"sv, "narrow"sv, "natural"sv, "necess"sv, "negative"sv,
    "neighbor"sv, "net"sv, "neutral"sv, "nevertheless"sv, "nine"sv, "notabl"sv, "notice"sv, "notic"sv,
    "notif"sv, "nowhere"sv, "obtain"sv, "obvious"sv, "offer"sv, "often"sv, "ongoing"sv, "opinion"sv,
    "opportunit"sv, "oppos"sv, "ordinar"sv, "organ"sv, "outcome"sv, "outer"sv, "outline"sv, "pace"sv,
    "paper"sv, "parallel"sv, "partial"sv, "participat"sv, "partner"sv, "peak"sv, "perceiv"sv,
    "percentage"sv, "perhaps"sv, "perspective"sv, "place"sv, "plain"sv, "plan"sv, "play"sv, "please"sv,
    "plenty"sv, "plus"sv, "pose"sv, "position"sv, "positive"sv, "possess"sv, "potential"sv, "practic"sv,
    "precise"sv, "prefer"sv, "presen"sv, "press"sv, "presumab"sv, "pretty"sv, "prevail"sv, "primary"sv,
    "principal"sv, "probab"sv, "proceed"sv, "progress"sv, "prompt"sv, "proof"sv, "propert"sv, "propos"sv,
    "prove"sv, "purpose"sv, "pursue"sv, "quick"sv, "quiet"sv, "quote"sv, "rapid"sv, "rare"sv, "react"sv,
    "real"sv, "realis"sv, "realiz"sv, "reappear"sv, "recall"sv, "recogni"sv, "reference"sv, "reflect"sv,
    "regular"sv, "relevan"sv, "reliab"sv, "remaining"sv, "remark"sv, "rememb"sv, "remind"sv, "represen"sv,
    "requir"sv, "respect"sv, "responsib"sv, "reveal"sv, "review"sv, "rough"sv, "routine"sv, "rule"sv,
    "sample"sv, "scenario"sv, "scene"sv, "scope"sv, "screen"sv, "search"sv, "seek"sv, "seem"sv,
    "segment"sv, "sense"sv, "separat"sv, "settl"sv, "seven"sv, "shape"sv, "sharp"sv, "shift"sv, "shot"sv,
    "sign"sv, "significan"sv, "silent"sv, "simple"sv, "simultan"sv, "since"sv, "sit"sv, "situat"sv,
    "six"sv, "slight"sv, "slot"sv, "smooth"sv, "sole"sv, "solely"sv, "somewhat"sv, "sort"sv, "sound"sv,
    "specif"sv, "speed"sv, "spot"sv, "standard"sv, "stat"sv, "straight"sv, "strange"sv, "strict"sv,
    "strong"sv, "structur"sv, "stud"sv, "style"sv, "subject"sv, "subset"sv, "sudden"sv, "suffic"sv,
    "suggest"sv, "suit"sv, "sum"sv, "suppos"sv, "sure"sv, "surprising"sv, "surround"sv, "suspect"sv,
    "sustain"sv, "tail"sv, "talk"sv, "technical"sv, "ten"sv, "tend"sv, "term"sv, "text"sv, "then"sv,
    "theor"sv, "there"sv, "thin"sv, "think"sv, "thorough"sv, "three"sv, "threshold"sv, "throughout"sv,
    "tight"sv, "tiny"sv, "tip"sv, "title"sv, "tone"sv, "top"sv, "touch"sv, "tradition"sv, "trail"sv,
    "transition"sv, "translat"sv, "treat"sv, "trend"sv, "trivial"sv, "true"sv, "truth"sv, "twelve"sv,
    "twent"sv, "typical"sv, "typo"sv, "typographical"sv, "ultimate"sv, "uncertain"sv, "unclear"sv,
    "underl"sv, "understand"sv, "unique"sv, "unlike"sv, "unnecess"sv, "unrelated"sv, "unspecified"sv,
    "unusual"sv, "upper"sv, "urgen"sv, "usual"sv, "valu"sv, "var"sv, "various"sv, "vary"sv, "verif"sv,
    "view"sv, "visible"sv, "visit"sv, "vital"sv, "warn"sv, "watch"sv, "weak"sv, "week"sv, "weigh"sv,
    "whatever"sv, "whenever"sv, "wherever"sv, "whichever"sv, "while"sv, "whole"sv, "wide"sv, "width"sv,
    "willing"sv, "wise"sv, "wish"sv, "wonder"sv, "word"sv, "world"sv, "worse"sv, "worst"sv, "year"sv,
    "yesterday"sv, "yield"sv, "zone"sv, "good"sv};

/// What is left of a word behind a stem is an ending, not another word.
bool is_ending(std::string_view rest) {
  constexpr std::array endings{""sv, "s"sv, "es"sv, "d"sv, "ed"sv, "ing"sv, "e"sv, "ly"sv, "y"sv, "ies"sv, "ied"sv, "ion"sv,
                               "ions"sv, "ation"sv, "able"sv, "'s"sv, "ful"sv, "ment"sv, "ten"sv, "t"sv, "ts"sv, "red"sv, "ring"sv, "ting"sv, "ted"sv, "ned"sv, "ning"sv,
                               "al"sv, "ely"sv, "e's"sv, "ate"sv, "ated"sv};
  return std::find(endings.begin(), endings.end(), rest) != endings.end();
}

}  // namespace

bool is_common_word(std::string_view lower) {
  if (is_filler(lower)) return true;
  return std::any_of(common.begin(), common.end(), [&](std::string_view stem) {
    // "apply" is no form of "app".
    constexpr std::size_t short_stem = 3;
    if (stem.size() <= short_stem && lower.substr(std::min(stem.size(), lower.size())) == "ly") return false;
    if (lower.starts_with(stem) && is_ending(lower.substr(stem.size()))) return true;
    // "store", "storing"; "run", "running".
    return stem.ends_with('e') && lower.starts_with(stem.substr(0, stem.size() - 1)) &&
           is_ending(lower.substr(stem.size() - 1));
  });
}

}  // namespace fm::agent
