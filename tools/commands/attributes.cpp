// noren attributes: everything a rule may ask, as a page of documentation or as types for TypeScript. docs/attributes.md and
// web/src/attribute-names.ts are its output; a test keeps them so.
#include <memory>
#include <string>
#include <utility>

#include "core/profile/attributes.h"
#include "tools/commands/commands.h"
#include "tools/files.h"

namespace noren::tools {
namespace {

constexpr const char* kIntroduction = R"(# Attributes

Everything a rule may ask, with `{"var": "cart.value"}`. The list is closed: any other name is an error when the site document is
loaded. This page is written by `noren attributes`.

Names between `<` and `>` are parameters: `<slug>` is a category or brand as the catalogue names it, lower-cased, with hyphens for blanks
(`running-shoes`); `<kind>` is one of GA4's events (`view_item`), or of Noren's own `dismiss_promotion` and `answer`; `<n>` is a number from 0;
`<query>`, `<question>`, `<journey>` and `<campaign>` are ids of the site document. What is read from the profile is null without consent to
personalization. Days are whole days, UTC, and "the last 7 days" are today and the six before; money is in the site's currency. Of earlier
visits the profile knows the day, no finer. Besides these, `segment.<id>` tells whether the visitor is in a segment of the site document.

| attribute | type | from | meaning |
|---|---|---|---|
)";

const char* type_name(Value::Type type) {
  switch (type) {
    case Value::Type::kBoolean: return "boolean";
    case Value::Type::kNumber: return "number";
    case Value::Type::kText: return "text";
    default: break;
  }
  return "by its kind";
}

std::string page() {
  std::string page = kIntroduction;
  for (const profile::AttributeInfo& info : profile::attributes()) {
    page += "| `" + std::string(info.name) + "` | " + type_name(info.type) + " | " +
            (info.personal ? "profile" : "page view") + " | " + std::string(profile::description(info.id)) + " |\n";
  }
  return page;
}

constexpr const char* kTypeScriptIntroduction =
    R"(/** The names of everything a rule may ask. Written by `noren attributes --typescript`. */

/** A category or brand as the catalogue names it, lower-cased, with hyphens for blanks. */
type Slug = string;
type PriceBand = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
/** Ids of the site document. */
type QueryId = string;
type QuestionId = string;
type JourneyId = string;
type CampaignId = string;
type SegmentId = string;
)";

// "events.<kind>.count" as TypeScript's template literal.
std::string literal(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {"<slug>", "${Slug}"},           {"<kind>", "${CountedEvent}"},   {"<n>", "${PriceBand}"},
      {"<query>", "${QueryId}"},       {"<question>", "${QuestionId}"}, {"<journey>", "${JourneyId}"},
      {"<campaign>", "${CampaignId}"},
  };
  for (const auto& [placeholder, type] : kTypes) {
    const auto at = name.find(placeholder);
    if (at != std::string_view::npos) {
      return "`" + std::string(name).replace(at, placeholder.size(), type) + "`";
    }
  }
  return "'" + std::string(name) + "'";
}

std::string types() {
  std::string types = kTypeScriptIntroduction;
  types += "\n/** Events that are counted: those that a page tracks, and Noren's own. */\nexport type CountedEvent =";
  for (std::size_t i = 0; i < event::kKindCount; ++i) {
    types += "\n  | '" + std::string(event::name(static_cast<event::Kind>(i))) + "'";
  }
  types +=
      ";\n\n/** What `{ var: … }` of a rule may name; docs/attributes.md says what each means. */\nexport type "
      "AttributeName =";
  for (const profile::AttributeInfo& info : profile::attributes()) types += "\n  | " + literal(info.name);
  return types + "\n  | `segment.${SegmentId}`;\n";
}

}  // namespace

void add_attributes(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("attributes", "Print everything a rule may ask, as Markdown");
  const auto typescript = std::make_shared<bool>(false);
  command->add_flag("--typescript", *typescript, "Print the names as types for TypeScript instead");
  command->callback([&exit_code, typescript] {
    print(*typescript ? types() : page());
    exit_code = kDone;
  });
}

}  // namespace noren::tools
