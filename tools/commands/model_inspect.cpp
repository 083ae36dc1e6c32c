// noren model inspect: what is in a shop model.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/suggest.h"
#include "core/model/format.h"
#include "core/model/sections.h"
#include "core/model/shop_model.h"
#include "tools/commands/commands.h"
#include "tools/evaluate/contributions.h"
#include "tools/files.h"
#include "tools/log/event_log.h"
#include "tools/log/text_values.h"
#include "tools/train/file_size.h"

namespace noren::tools {
namespace {

using Json = nlohmann::ordered_json;
using model::Relation;
using model::ShopModel;

constexpr std::size_t kShown = 10;

struct Options {
  std::string path;
  std::string item;
  std::string test;
  std::string format = "tsv";
  std::string columns;
  bool json = false;
};

std::string relation_name(Relation relation) { return std::string(model::name(relation)); }

std::string section_name(std::uint32_t id) {
  const std::string_view known = model::format::name(static_cast<model::format::Section>(id));
  return known.empty() ? "unknown (" + std::to_string(id) + ")" : std::string(known);
}

// Of a file that ShopModel::open() has accepted. What Brotli makes of a section is told for each alone; the whole file takes a
// little less or more than their sum.
Json sections(std::span<const std::byte> bytes) {
  Json list = Json::array();
  const auto found = model::sections_of(bytes);
  if (!found) return list;
  for (const model::PackedSection& section : *found) {
    list.push_back({{"name", section_name(section.id)},
                    {"bytes", section.bytes.size()},
                    {"brotli_bytes", brotli_size(section.bytes)}});
  }
  return list;
}

// Adds to each section that ranking reads what the model loses without it.
Result<void> add_contributions(Json& json, std::span<const std::byte> bytes, const Options& options) {
  auto columns = parse_column_names(options.columns);
  if (!columns) return std::unexpected(std::move(columns.error()));
  auto file = open_to_read(options.test);
  if (!file) return std::unexpected(std::move(file.error()));
  LogOptions log_options;
  log_options.format = options.format == "tsv" ? LogFormat::kAuto : LogFormat::kSessions;
  log_options.columns = std::move(*columns);
  log_options.cleaning = kNoCleaning;
  const auto log = read_event_log(file->get(), options.test, log_options);
  if (!log) return std::unexpected(log.error());
  const auto found = contributions(bytes, *log, options.format == "cases" ? CasesOf::kLastItem : CasesOf::kEveryPrefix);
  if (!found) return std::unexpected(found.error());
  json["cases"] = found->cases;
  json["recall@20"] = found->recall;
  json["mrr@20"] = found->mrr;
  json["unseen_recall@20"] = found->unseen_recall;
  for (Json& section : json["sections"]) {
    for (const Contribution& one : found->sections) {
      if (section["name"] != one.section) continue;
      section["adds"] = {{"recall@20", one.recall}, {"mrr@20", one.mrr}, {"unseen_recall@20", one.unseen_recall}};
      section["recall@20_per_100_kb"] = one.recall * 100'000 / section["brotli_bytes"].get<double>();
    }
  }
  return {};
}

Json describe_item(const ShopModel& model, model::ItemIndex item) {
  Json categories = Json::array();
  for (const model::CategoryIndex c : model.categories(item)) categories.push_back(model.category_slug(c));
  Json json{{"item_id", model.item_id(item)},
            {"popularity", model.popularity(item)},
            {"trend", model.trend(item)},
            {"categories", std::move(categories)}};
  if (model.brand(item) != model::kNone) json["brand"] = model.brand_slug(model.brand(item));
  if (model.price(item) >= 0) json["price"] = model.price(item);
  json["in_stock"] = model.in_stock(item);
  return json;
}

// Strongest first.
Json neighbours(const ShopModel& model, model::ItemIndex item, Relation relation) {
  const model::Neighbours row = model.neighbours(relation, item);
  std::vector<model::Neighbour> sorted;
  for (const model::Neighbour n : row) sorted.push_back(n);
  std::sort(sorted.begin(), sorted.end(), [](const model::Neighbour& a, const model::Neighbour& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.item < b.item;
  });
  Json list = Json::array();
  for (const model::Neighbour& n : sorted) {
    list.push_back({{"item_id", model.item_id(n.item)}, {"weight", n.weight}});
  }
  return list;
}

Json describe(const ShopModel& model, std::span<const std::byte> bytes) {
  Json json;
  json["version"] = std::to_string(model::kMajorVersion) + "." + std::to_string(model.minor_version());
  json["bytes"] = bytes.size();
  json["brotli_bytes"] = brotli_size(bytes);
  for (const auto& [key, value] : model.all_meta()) json["meta"][std::string(key)] = value;
  json["sections"] = sections(bytes);
  json["items"] = model.item_count();
  json["categories"] = model.category_count();
  json["brands"] = model.brand_count();
  for (const Relation relation : model::kRelations) {
    std::size_t with = 0;
    for (model::ItemIndex item = 0; item < model.item_count(); ++item)
      with += model.neighbours(relation, item).empty() ? 0 : 1;
    json["relations"][relation_name(relation)] = {{"edges", model.edge_count(relation)}, {"items", with}};
  }
  json["popular"] = Json::array();
  for (const model::ItemIndex item : model.by_trend().first(std::min(kShown, model.item_count()))) {
    json["popular"].push_back(describe_item(model, item));
  }
  return json;
}

// --- as text ---

std::string cell(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value.get<double>());
    return text;
  }
  return value.is_number() ? grouped(value.get<std::uint64_t>()) : value.dump();
}

std::string item_line(const Json& item) {
  std::string line = "  " + item["item_id"].get<std::string>() + "  in about " +
                     grouped(static_cast<std::uint64_t>(std::llround(item["popularity"].get<double>()))) + " sessions";
  std::string path;
  for (const auto& level : item["categories"]) path += (path.empty() ? "" : " > ") + level.get<std::string>();
  if (!path.empty()) line += ", " + path;
  if (item.contains("brand")) line += ", " + cell(item["brand"]);
  if (item.contains("price")) line += ", " + cell(item["price"]);
  if (!item["in_stock"].get<bool>()) line += ", out of stock";
  return line + "\n";
}

std::string line(const char* format, auto... values) {
  char text[200];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

std::string sections_as_text(const Json& json) {
  const bool tested = json.contains("cases");
  std::string text = line("%-18s %12s %12s", "section", "bytes", "Brotli");
  if (tested) text += line("  %10s %10s %10s %14s", "recall@20", "mrr@20", "unseen@20", "per 100 kB");
  text += "\n";
  for (const Json& section : json["sections"]) {
    text += line("%-18s %12s %12s", cell(section["name"]).c_str(), cell(section["bytes"]).c_str(),
                 cell(section["brotli_bytes"]).c_str());
    if (section.contains("adds")) {
      const Json& adds = section["adds"];
      text += line("  %+10.4f %+10.4f %+10.4f %+14.4f", adds["recall@20"].get<double>(), adds["mrr@20"].get<double>(),
                   adds["unseen_recall@20"].get<double>(), section["recall@20_per_100_kb"].get<double>());
    }
    text += "\n";
  }
  if (tested) {
    text += line("%-18s %12s %12s  %10.4f %10.4f %10.4f\n", "the whole model", cell(json["bytes"]).c_str(),
                 cell(json["brotli_bytes"]).c_str(), json["recall@20"].get<double>(), json["mrr@20"].get<double>(),
                 json["unseen_recall@20"].get<double>());
    text += "What a section adds is what the model loses without it, over " + cell(json["cases"]) + " cases.\n";
  }
  return text;
}

std::string as_text(const Json& json, const std::string& path) {
  std::string text = path + ": shop model " + cell(json["version"]) + ", " + cell(json["bytes"]) + " bytes, " +
                     cell(json["brotli_bytes"]) + " after Brotli\n";
  if (json.contains("meta")) {
    for (const auto& [key, value] : json["meta"].items()) text += "  " + key + ": " + cell(value) + "\n";
  }
  text += cell(json["items"]) + " items, " + cell(json["categories"]) + " categories, " + cell(json["brands"]) +
          " brands\n";
  for (const auto& [name, relation] : json["relations"].items()) {
    if (relation["edges"] == 0) continue;
    text += name + ": " + cell(relation["edges"]) + " edges, of " + cell(relation["items"]) + " items\n";
  }
  text += sections_as_text(json);
  text += "most looked at now:\n";
  for (const auto& item : json["popular"]) text += item_line(item);
  if (!json.contains("item")) return text;
  text += "item:\n" + item_line(json["item"]);
  for (const Relation relation : model::kRelations) {
    const auto& list = json["item"][relation_name(relation)];
    text += "  " + relation_name(relation) + " with" + (list.empty() ? ": nothing\n" : ":\n");
    for (const auto& n : list) text += "    " + cell(n["item_id"]) + "  " + cell(n["weight"]) + "\n";
  }
  return text;
}

Result<void> inspect(const Options& options) {
  const auto bytes = read_bytes(options.path);
  if (!bytes) return std::unexpected(bytes.error());
  const auto model = ShopModel::open(*bytes);
  if (!model) {
    Error error = model.error();
    error.path = error.path.empty() ? options.path : options.path + ": " + error.path;
    return std::unexpected(std::move(error));
  }
  Json json = describe(*model, *bytes);
  if (!options.item.empty()) {
    const auto item = model->find(item_key(options.item));
    if (!item) {
      Suggestion suggestion(options.item);
      for (model::ItemIndex i = 0; i < model->item_count(); ++i) suggestion.offer(model->item_id(i));
      return fail(ErrorCode::kUnknownName, "there is no item \"" + options.item + "\"", options.path,
                  suggestion.hint());
    }
    json["item"] = describe_item(*model, *item);
    for (const Relation relation : model::kRelations) {
      json["item"][relation_name(relation)] = neighbours(*model, *item, relation);
    }
  }
  if (!options.test.empty()) {
    if (auto added = add_contributions(json, *bytes, options); !added) return added;
  }
  // Ids may hold bytes that are no UTF-8: shown as U+FFFD.
  print(options.json ? json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n" : as_text(json, options.path));
  return {};
}

}  // namespace

void add_model_inspect(CLI::App& model, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = model.add_subcommand("inspect", "Tell what is in a shop model");
  command->add_option("model", options->path, "Shop model to look into")->required();
  command->add_option("--item", options->item, "Show an item, by its id, and its neighbours");
  command->add_option("--test", options->test,
                      "Log that the model has not learned from: show how much better each section makes it predict");
  command
      ->add_option(
          "--format", options->format,
          "Format of --test: tsv (a header line, any delimiter), sessions (one a line, item ids between blanks), or "
          "cases (the same, and only the last item of each line is to be predicted)")
      ->check(CLI::IsMember({"tsv", "sessions", "cases"}))
      ->capture_default_str();
  command->add_option("--columns", options->columns, "Names of columns of --test, as in noren model build");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &exit_code] {
    if (const auto done = inspect(*options); !done) {
      complain("noren model inspect: " + to_string(done.error()));
      exit_code = kProblem;
    }
  });
}

}  // namespace noren::tools
