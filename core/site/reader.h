// Reading one object of the site document: each member is asked for by name and comes back typed and in range; what is wrong
// with it is added to the list of problems, and a harmless value comes back instead, so that reading goes on to the next.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/concat.h"
#include "core/base/json.h"
#include "core/base/place.h"
#include "core/base/symbols.h"
#include "core/site/site.h"

namespace noren::site {

// Adds a problem (kInvalidSite).
void report(Problems& problems, const Place& place, Parts message, std::string_view hint = {});

// The same with the message "expected …, found …".
void report_found(Problems& problems, const Place& place, Parts expected, const Json& found,
                  std::string_view hint = {});

// What a message says was found: "abc", 7, true, null, a list, an object. Long text is cut.
std::string found(const Json& json);

bool is_id(std::string_view text);  // [a-z0-9][a-z0-9-]{0,63}

struct Range {
  double least;
  double most;
};

class ObjectReader {
 public:
  // Reports every member that is not among the known ones, but for "$schema", "$comment" and those that begin with "x-".
  // Keeps references: json, place and problems must outlive the reader. Where json is no object, that is reported, and every
  // member is missing without further complaint.
  ObjectReader(const Json& json, const Place& place, std::initializer_list<std::string_view> known, Problems& problems);

  // The member, or nullptr; where required, a missing one is reported.
  const Json* optional(std::string_view name) const { return json_.find(name); }
  const Json* required(std::string_view name) const;

  std::string id(std::string_view name) const;  // required; empty on a mistake
  std::string text(std::string_view name, std::size_t most_characters) const;
  void check_text_in_languages(std::string_view name, const std::vector<std::string>& languages) const;
  double number(std::string_view name, Range range, double otherwise) const;
  // The elements of a list; none where it is missing or no list. A required one has at least one element.
  const std::vector<Json>& optional_list(std::string_view name) const;
  const std::vector<Json>& required_list(std::string_view name) const;

 private:
  const std::vector<Json>& list(std::string_view name, const Json* member, std::size_t least) const;

  const Json& json_;
  const Place& place_;
  Problems& problems_;
};

// Reports an id that was there before in the same list. Empty ids (which were reported themselves) are passed over.
class UniqueIds {
 public:
  UniqueIds(std::string_view kind, Problems& problems) : kind_(kind), problems_(problems) {}

  void add(std::string_view id, const Place& place);

 private:
  std::string_view kind_;
  Problems& problems_;
  SymbolTable seen_;
};

}  // namespace noren::site
