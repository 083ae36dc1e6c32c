#include "core/site/reader.h"

#include <algorithm>
#include <cmath>

#include "core/base/suggest.h"

namespace noren::site {
namespace {

const List<Json> kNoElements;
constexpr const char* kIdForm = "an id (lower-case letters, digits and hyphens, at most 64, first no hyphen)";

bool is_ignored(std::string_view name) { return name == "$schema" || name == "$comment" || name.starts_with("x-"); }

// Bytes that begin a character of valid UTF-8.
std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0u) != 0x80u ? 1 : 0;
  return count;
}

}  // namespace

void report(Problems& problems, const Place& place, const char* text, const Parts& arguments) {
  const std::string filled = fill(text, arguments);
  const std::string_view all = filled;
  const std::size_t end = std::min(all.find('\n'), all.size());
  problems.push_back(
      {ErrorCode::kInvalidSite, place.text(), all.substr(0, end), all.substr(std::min(end + 1, all.size()))});
}

void report(Problems& problems, const Place& place, const Parts& message, const std::string_view& hint) {
  problems.push_back({ErrorCode::kInvalidSite, place.text(), concat(message), hint});
}

void report_found(Problems& problems, const Place& place, const char* expected, const Json& json,
                  const Parts& arguments) {
  const std::string all = fill(expected, arguments);
  const std::size_t end = std::min(all.find('\n'), all.size());
  const std::string_view filled = all;
  report(problems, place, "expected %, found %%", {filled.substr(0, end), found(json), filled.substr(end)});
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
  if (text.size() <= kShown) return fill("%q", {text});
  std::size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u) --end;
  return fill("%q…", {text.substr(0, end)});
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
    if (!is_known) site::report(problems, place.member(name), "unknown member %q\n%", {name, suggestion.hint()});
  }
}

const Json* ObjectReader::optional(const char* name) const { return json_.find(name); }

const Json* ObjectReader::required(const char* name) const {
  const Json* const member = json_.find(name);
  if (member == nullptr && json_.is_object()) site::report(problems_, place_, "the member %q is missing", {name});
  return member;
}

void ObjectReader::id(const char* name, std::string& id) const {
  const Json* const member = required(name);
  if (member == nullptr) return;
  if (member->is_string() && is_id(member->string())) {
    id = member->string();
  } else {
    refuse(name, kIdForm);
  }
}

void ObjectReader::id(Ids& ids, std::string& id) const {
  this->id("id", id);
  ids.add(id, place_.member("id"));
}

void ObjectReader::check_text(const char* name, std::size_t most_characters) const {
  const Json* const member = optional(name);
  if (member == nullptr || (member->is_string() && character_count(member->string()) <= most_characters)) return;
  refuse(name, "text of at most % characters", {most_characters});
}

void ObjectReader::check_text_in_languages(const char* name, const List<std::string>& languages) const {
  const Json* const member = optional(name);
  if (member == nullptr || member->is_string()) return;
  const Place place = place_.member(name);
  if (!member->is_object()) {
    return refuse(name, "text, or an object with text per language");
  }
  for (const auto& [language, text] : member->members()) {
    bool is_known = false;
    Suggestion suggestion(language);
    for (const std::string& known : languages) {
      is_known = is_known || known == language;
      suggestion.offer(known);
    }
    if (!is_known) {
      site::report(problems_, place.member(language), "%q is not among the document's languages\n%",
                   {language, suggestion.hint()});
    } else if (!text.is_string()) {
      report_found(problems_, place.member(language), "text", text);
    }
  }
}

double ObjectReader::number(const char* name, double least, double most, double otherwise) const {
  const Json* const member = optional(name);
  if (member == nullptr) return otherwise;
  if (member->is_number() && member->number() >= least && member->number() <= most) return member->number();
  refuse(name, "a number from % to %", {least, most});
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
  if (step == 1) {
    refuse(name, "a whole number from % to %", {least, most});
  } else {
    refuse(name, "a multiple of % from % to %", {step, least, most});
  }
  return otherwise;
}

bool ObjectReader::boolean(const char* name) const {
  const Json* const member = optional(name);
  if (member != nullptr && !member->is_boolean()) refuse(name, "true or false");
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
    list += fill("%%q", {i == 0 ? "" : i + 1 == count ? " or " : ", ", allowed[i]});
  }
  refuse(name, "%\n%", {list, suggestion.hint()});
  return 0;
}

void ObjectReader::report(const char* name, const char* text, const Parts& arguments) const {
  site::report(problems_, place_.member(name), text, arguments);
}

void ObjectReader::refuse(const char* name, const char* expected, const Parts& arguments) const {
  report_found(problems_, place_.member(name), expected, *json_.find(name), arguments);
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
    refuse(name, "a list");
  } else if (member->elements().size() < least) {
    report(name, "expected a list with at least one element, found an empty one");
  }
  return member->elements();
}

void Ids::add(std::string_view id, const Place& place) {
  if (id.empty()) return;
  const std::size_t before = seen_.size();
  if (seen_.intern(id) == before) return;
  report(problems_, place, "the % %q is there twice\ngive each its own name", {kind_, id});
}

Symbol Ids::find(const Json& id, const Place& place) const {
  if (id.is_string()) return find(id.string(), place);
  report_found(problems_, place, "the id of a %", id, {kind_});
  return kNoSymbol;
}

Symbol Ids::find(std::string_view id, const Place& place) const {
  const Symbol known = seen_.find(id);
  if (known != kNoSymbol) return known;
  Suggestion suggestion(id);
  for (Symbol i = 0; i < seen_.size(); ++i) suggestion.offer(seen_.text(i));
  report(problems_, place, "unknown % %q\n%", {kind_, id, suggestion.hint()});
  return kNoSymbol;
}

List<std::string> read_words(const List<Json>& list, const Place& place, const char* expected,
                             bool (*fits)(std::string_view), Problems& problems, std::size_t most) {
  Ids unique("word", problems);
  List<std::string> words;
  if (list.size() > most) {
    report(problems, place, "expected at most % words, found %", {most, list.size()});
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
  report(problems, place, "unknown event %q\n%", {name, suggestion.hint()});
}

}  // namespace noren::site
