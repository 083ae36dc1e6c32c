// Reading one object of the site document: each member is asked for by name and comes back typed and in range; what is wrong
// with it is added to the list of problems, and a harmless value comes back instead, so that reading goes on to the next.
// Names and numbers are passed in the fewest bytes of WebAssembly that a call can take (a pointer to a literal instead of a view, two
// numbers instead of a range): reading the document is a tenth of what a browser loads.
#pragma once

#include <string>
#include <string_view>

#include "core/base/concat.h"
#include "core/base/json.h"
#include "core/base/list.h"
#include "core/base/place.h"
#include "core/base/symbols.h"
#include "core/event/event.h"
#include "core/site/site.h"

namespace noren::site {

// Adds a problem (kInvalidSite): its message and, after a line feed, its hint, with the arguments filled in as fill() does.
void report(Problems& problems, const Place& place, const char* text, const Parts& arguments = {});
void report(Problems& problems, const Place& place, const Parts& message, const std::string_view& hint);

// The same with the message "expected …, found …"; expected may have a hint after a line feed.
void report_found(Problems& problems, const Place& place, const char* expected, const Json& found,
                  const Parts& arguments = {});

// What a message says was found: "abc", 7, true, null, a list, an object. Long text is cut.
std::string found(const Json& json);

bool is_id(std::string_view text);  // [a-z0-9][a-z0-9-]{0,63}

// What is looked up by its id in one list of the document, such as its slots. An id's number is its place in the list, since each
// is added once, in order; where one is there twice, that is reported and the document refused.
class Ids {
 public:
  // The kind ("slot") is how messages call an element.
  Ids(std::string_view kind, Problems& problems) : kind_(kind), problems_(problems) {}

  // Reports an id that was there before. An empty one (which was reported itself) is passed over.
  void add(std::string_view id, const Place& place);

  // The number of the id; reports, with the nearest known id as hint, what is none, and gives kNoSymbol.
  Symbol find(const Json& id, const Place& place) const;
  Symbol find(std::string_view id, const Place& place) const;

 private:
  std::string_view kind_;
  Problems& problems_;
  SymbolTable seen_;
};

class ObjectReader {
 public:
  // Reports every member that is not among the known ones, whose names stand in one text with blanks between, but for "$schema",
  // "$comment" and those that begin with "x-".
  // Keeps references: json, place and problems must outlive the reader. Where json is no object, that is reported, and every
  // member is missing without further complaint.
  ObjectReader(const Json& json, const Place& place, const char* known, Problems& problems);

  // The member, or nullptr; where required, a missing one is reported.
  const Json* optional(const char* name) const;
  const Json* required(const char* name) const;

  // An id, which is required; left alone on a mistake. The member "id" is added to the ids of its list.
  void id(const char* name, std::string& id) const;
  void id(Ids& ids, std::string& id) const;
  void check_text(const char* name, std::size_t most_characters) const;
  void check_text_in_languages(const char* name, const List<std::string>& languages) const;
  double number(const char* name, double least, double most, double otherwise) const;
  // A whole number, which of a step above 1 is a multiple.
  std::uint32_t whole(const char* name, std::uint32_t least, std::uint32_t most, std::uint32_t otherwise,
                      std::uint32_t step = 1) const;
  bool boolean(const char* name) const;  // false where it is missing
  // Reports what is wrong with the member: as report() and as report_found() do.
  void report(const char* name, const char* text, const Parts& arguments = {}) const;
  void refuse(const char* name, const char* expected, const Parts& arguments = {}) const;
  // The index of a word in the list of those that are allowed; 0 where it is missing.
  template <std::size_t kCount>
  std::uint32_t word(const char* name, const std::string_view (&allowed)[kCount]) const {
    return word(name, allowed, kCount);
  }
  // The number of an element of another list, by its id; kNoSymbol where it is missing or none.
  std::uint32_t reference(const char* name, const Ids& ids) const;
  // The elements of a list; none where it is missing or no list. A required one has at least one element.
  const List<Json>& optional_list(const char* name) const;
  const List<Json>& required_list(const char* name) const;

 private:
  std::uint32_t word(const char* name, const std::string_view* allowed, std::size_t count) const;
  const List<Json>& list(const char* name, const Json* member, std::size_t least) const;

  const Json& json_;
  const Place& place_;
  Problems& problems_;
};

inline constexpr std::size_t kAnyNumber = static_cast<std::size_t>(-1);

// Texts of a list, each of a form that fits() knows, none twice, at most so many.
List<std::string> read_words(const List<Json>& list, const Place& place, const char* expected,
                             bool (*fits)(std::string_view), Problems& problems, std::size_t most = kAnyNumber);
bool is_name(std::string_view text);  // 1 to 64 characters

// The event of that name (text); false after reporting one that is none.
bool read_event(const Json& name, const Place& place, event::Kind& kind, Problems& problems);
void report_unknown_event(std::string_view name, const Place& place, Problems& problems);

}  // namespace noren::site
