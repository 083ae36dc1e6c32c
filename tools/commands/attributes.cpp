// noren attributes: everything a rule may ask, as a page of documentation. docs/attributes.md is its output; a test keeps it so.
#include <string>

#include "core/profile/attributes.h"
#include "tools/commands/commands.h"
#include "tools/files.h"

namespace noren::tools {
namespace {

constexpr const char* kIntroduction = R"(# Attributes

Everything a rule may ask, with `{"var": "cart.value"}`. The list is closed: any other name is an error when the site document is
loaded. This page is written by `noren attributes`.

Names between `<` and `>` are parameters: `<slug>` is a category or brand as the catalogue names it, lower-cased, with hyphens for blanks
(`running-shoes`); `<kind>` is one of GA4's events (`view_item`); `<n>` is a number from 0. What is read from the profile is null without consent
to personalization. Days are whole days, UTC; money is in the site's currency. Besides these, `segment.<id>` tells whether the visitor is in a
segment of the site document.

| attribute | type | from | meaning |
|---|---|---|---|
)";

const char* type_name(Value::Type type) {
  switch (type) {
    case Value::Type::kBoolean: return "boolean";
    case Value::Type::kNumber: return "number";
    case Value::Type::kText: return "text";
    case Value::Type::kNull: break;
  }
  return "null";
}

std::string page() {
  std::string page = kIntroduction;
  for (const profile::AttributeInfo& info : profile::attributes()) {
    page += "| `" + std::string(info.name) + "` | " + type_name(info.type) + " | " +
            (info.personal ? "profile" : "page view") + " | " + std::string(profile::description(info.id)) + " |\n";
  }
  return page;
}

}  // namespace

void add_attributes(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("attributes", "Print everything a rule may ask, as Markdown");
  command->callback([&exit_code] {
    print(page());
    exit_code = kDone;
  });
}

}  // namespace noren::tools
