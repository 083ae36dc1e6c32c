#include "core/site/reader.h"

#include <cmath>

#include "core/base/suggest.h"

namespace noren::site {
namespace {

const List<Json> kNoElements;
constexpr const char* kIdForm = "an id (lower-case letters, digits and hyphens, at most 64, first no hyphen)";

std::string quoted(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

bool is_ignored(std::string_view name) { return name == "$schema" || name == "$comment" || name.starts_with("x-"); }

// Bytes that begin a character of valid UTF-8.
std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0u) != 0x80u ? 1 : 0;
  return count;
}

}  // namespace

void report(Problems& problems, const Place& place, const Parts& message) { report(problems, place, message, {}); }

void report(Problems& problems, const Place& place, const Parts& message, const std::string_view& hint) {
  problems.push_back({ErrorCode::kInvalidSite, place.text(), concat(message), hint});
}

void report_found(Problems& problems, const Place& place, const char* expected, const Json& json) {
  report_found(problems, place, std::string(expected), json, {});
}

void report_found(Problems& problems, const Place& place, const std::string& expected, const Json& json,
                  const std::string_view& hint) {
  report(problems, place, {"expected ", expected, ", found ", found(json)}, hint);
}

std::string found(const Json& json) {
  switch (json.type()) {
    case Json::Type::kNull: return "null";
    case Json::Type::kBoolean: return json.boolean() ? "true" : "false";
    case Json::Type::kNumber: return number_text(json.number());
    case Json::Type::kArray: return "a list";
    case Json::Type::kObject: return "an object";
    case Json::Type::kString: break;
  }
  constexpr std::size_t kShown = 40;
  std::string_view text = json.string();
  if (text.size() <= kShown) return quoted(text);
  std::size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u) --end;
  return concat({quoted(text.substr(0, end)), "…"});
}

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > 64 || text[0] == '-') return false;
  for (const char c : text) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (!fits) return false;
  }
  return true;
}

ObjectReader::ObjectReader(const Json& json, const Place& place, const char* known, Problems& problems)
    : json_(json), place_(place), problems_(problems) {
  if (!json.is_object()) report_found(problems, place, "an object", json);
  for (const auto& [name, value] : json.members()) {
    bool is_known = is_ignored(name);
    Suggestion suggestion(name);
    std::string_view rest = known;
    while (!rest.empty() && !is_known) {
      const std::string_view candidate = rest.substr(0, rest.find(' '));
      rest.remove_prefix(candidate.size() < rest.size() ? candidate.size() + 1 : candidate.size());
      is_known = candidate == name;
      suggestion.offer(candidate);
    }
    if (!is_known) report(problems, place.member(name), {"unknown member ", quoted(name)}, suggestion.hint());
  }
}

const Json* ObjectReader::optional(const char* name) const { return json_.find(name); }

const Json* ObjectReader::required(const char* name) const {
  const Json* const member = json_.find(name);
  if (member == nullptr && json_.is_object()) report(problems_, place_, {"the member ", quoted(name), " is missing"});
  return member;
}

void ObjectReader::id(const char* name, std::string& id) const {
  const Json* const member = required(name);
  if (member == nullptr) return;
  if (member->is_string() && is_id(member->string())) {
    id = member->string();
  } else {
    report_found(problems_, place_.member(name), kIdForm, *member);
  }
}

void ObjectReader::id(Ids& ids, std::string& id) const {
  this->id("id", id);
  ids.add(id, place_.member("id"));
}

void ObjectReader::check_text(const char* name, std::size_t most_characters) const {
  const Json* const member = optional(name);
  if (member == nullptr || (member->is_string() && character_count(member->string()) <= most_characters)) return;
  report_found(problems_, place_.member(name), concat({"text of at most ", most_characters, " characters"}), *member,
               {});
}

void ObjectReader::check_text_in_languages(const char* name, const List<std::string>& languages) const {
  const Json* const member = optional(name);
  if (member == nullptr || member->is_string()) return;
  const Place place = place_.member(name);
  if (!member->is_object()) {
    report_found(problems_, place, "text, or an object with text per language", *member);
    return;
  }
  for (const auto& [language, text] : member->members()) {
    bool is_known = false;
    Suggestion suggestion(language);
    for (const std::string& known : languages) {
      is_known = is_known || known == language;
      suggestion.offer(known);
    }
    if (!is_known) {
      report(problems_, place.member(language), {quoted(language), " is not among the document's languages"},
             suggestion.hint());
    } else if (!text.is_string()) {
      report_found(problems_, place.member(language), "text", text);
    }
  }
}

double ObjectReader::number(const char* name, double least, double most, double otherwise) const {
  const Json* const member = optional(name);
  if (member == nullptr) return otherwise;
  if (member->is_number() && member->number() >= least && member->number() <= most) return member->number();
  report_found(problems_, place_.member(name), concat({"a number from ", least, " to ", most}), *member, {});
  return otherwise;
}

std::uint32_t ObjectReader::whole(const char* name, std::uint32_t least, std::uint32_t most, std::uint32_t otherwise,
                                  std::uint32_t step) const {
  const Json* const member = optional(name);
  if (member == nullptr) return otherwise;
  const double number = member->number();
  if (member->is_number() && number >= least && number <= most && std::floor(number / step) * step == number) {
    return static_cast<std::uint32_t>(number);
  }
  const std::string kind = step == 1 ? "a whole number" : concat({"a multiple of ", step});
  report_found(problems_, place_.member(name), concat({kind, " from ", least, " to ", most}), *member, {});
  return otherwise;
}

bool ObjectReader::boolean(const char* name) const {
  const Json* const member = optional(name);
  if (member != nullptr && !member->is_boolean())
    report_found(problems_, place_.member(name), "true or false", *member);
  return member != nullptr && member->boolean();
}

std::uint32_t ObjectReader::word(const char* name, const std::string_view* allowed, std::size_t count) const {
  const Json* const member = optional(name);
  if (member == nullptr) return 0;
  Suggestion suggestion(member->string());
  std::string list;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (member->is_string() && member->string() == allowed[i]) return i;
    suggestion.offer(allowed[i]);
    list += concat({i == 0 ? "" : i + 1 == count ? " or " : ", ", quoted(allowed[i])});
  }
  report_found(problems_, place_.member(name), list, *member, suggestion.hint());
  return 0;
}

std::uint32_t ObjectReader::reference(const char* name, const Ids& ids) const {
  const Json* const member = optional(name);
  return member == nullptr ? kNoSymbol : ids.find(*member, place_.member(name));
}

const List<Json>& ObjectReader::optional_list(const char* name) const { return list(name, optional(name), 0); }

const List<Json>& ObjectReader::required_list(const char* name) const { return list(name, required(name), 1); }

const List<Json>& ObjectReader::list(const char* name, const Json* member, std::size_t least) const {
  if (member == nullptr) return kNoElements;
  if (!member->is_array()) {
    report_found(problems_, place_.member(name), "a list", *member);
  } else if (member->elements().size() < least) {
    report(problems_, place_.member(name), {"expected a list with at least one element, found an empty one"});
  }
  return member->elements();
}

void Ids::add(std::string_view id, const Place& place) {
  if (id.empty()) return;
  const std::size_t before = seen_.size();
  if (seen_.intern(id) == before) return;
  report(problems_, place, {"the ", kind_, " ", quoted(id), " is there twice"}, "give each its own name");
}

Symbol Ids::find(const Json& id, const Place& place) const {
  if (id.is_string()) return find(id.string(), place);
  report_found(problems_, place, concat({"the id of a ", kind_}), id, {});
  return kNoSymbol;
}

Symbol Ids::find(std::string_view id, const Place& place) const {
  const Symbol known = seen_.find(id);
  if (known != kNoSymbol) return known;
  Suggestion suggestion(id);
  for (Symbol i = 0; i < seen_.size(); ++i) suggestion.offer(seen_.text(i));
  report(problems_, place, {"unknown ", kind_, " ", quoted(id)}, suggestion.hint());
  return kNoSymbol;
}

List<std::string> read_words(const List<Json>& list, const Place& place, const char* expected,
                             bool (*fits)(std::string_view), Problems& problems, std::size_t most) {
  Ids unique("word", problems);
  List<std::string> words;
  if (list.size() > most) {
    report(problems, place, {"expected at most ", most, " words, found ", list.size()});
    return words;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    if (list[i].is_string() && fits(list[i].string())) {
      unique.add(list[i].string(), here);
      words.emplace_back(list[i].string());
    } else {
      report_found(problems, here, expected, list[i]);
    }
  }
  return words;
}

bool is_name(std::string_view text) { return !text.empty() && character_count(text) <= 64; }

bool read_event(const Json& name, const Place& place, event::Kind& kind, Problems& problems) {
  if (!name.is_string()) {
    report_found(problems, place, "the name of an event", name);
    return false;
  }
  if (event::find_kind(name.string(), kind)) return true;
  report_unknown_event(name.string(), place, problems);
  return false;
}

void report_unknown_event(std::string_view name, const Place& place, Problems& problems) {
  Suggestion suggestion(name);
  for (std::size_t i = 0; i < event::kKindCount; ++i) suggestion.offer(event::name(static_cast<event::Kind>(i)));
  report(problems, place, {"unknown event ", quoted(name)}, suggestion.hint());
}

}  // namespace noren::site
