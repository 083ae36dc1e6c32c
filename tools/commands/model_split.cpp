// noren model split: a shop model in several files, so that a page decides with the first one and fetches the others afterwards.
#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/suggest.h"
#include "core/model/format.h"
#include "core/model/sections.h"
#include "core/model/shop_model.h"
#include "tools/commands/commands.h"
#include "tools/files.h"
#include "tools/log/text_values.h"
#include "tools/train/file_size.h"

namespace noren::tools {
namespace {

using model::format::Section;

// What ShopModel::add() takes; all else must be there from the beginning.
constexpr std::array kMayComeLater = {Section::kLabels, Section::kViewed, Section::kBought, Section::kBoughtAfterView,
                                      Section::kComplements};
constexpr const char* kFirst = "first";

struct Options {
  std::string path;
  std::string folder;
  std::vector<std::string> later = {"bought,bought-after-view,complements"};
};

struct File {
  std::string name;  // what stands in the file's name
  std::vector<Section> sections;
};

std::string section_name(std::uint32_t id) {
  const std::string_view known = model::format::name(static_cast<Section>(id));
  return known.empty() ? "unknown (" + std::to_string(id) + ")" : std::string(known);
}

Result<Section> parse_section(const std::string& name) {
  Suggestion suggestion(name);
  std::string known;
  for (const Section section : kMayComeLater) {
    if (model::format::name(section) == name) return section;
    suggestion.offer(model::format::name(section));
    known.append(known.empty() ? "" : ", ").append(model::format::name(section));
  }
  const std::string hint = suggestion.hint();
  return fail(ErrorCode::kUnknownName, "\"" + name + "\" is no section that may come later", "--later",
              hint.empty() ? "these may: " + known : hint);
}

// "bought,complements", "labels": a file each.
Result<std::vector<File>> parse_files(const std::vector<std::string>& lists) {
  std::vector<File> files;
  std::vector<Section> all;
  for (const std::string& list : lists) {
    File file{list.substr(0, list.find(',')), {}};
    for (std::size_t from = 0; from <= list.size();) {
      const std::size_t end = std::min(list.find(',', from), list.size());
      const auto section = parse_section(list.substr(from, end - from));
      if (!section) return std::unexpected(section.error());
      if (std::find(all.begin(), all.end(), *section) != all.end()) {
        return fail(ErrorCode::kInvalidArgument, "the section " + list.substr(from, end - from) + " is named twice",
                    "--later");
      }
      all.push_back(*section);
      file.sections.push_back(*section);
      from = end + 1;
    }
    files.push_back(std::move(file));
  }
  return files;
}

bool holds(const File& file, std::uint32_t id) {
  return std::find(file.sections.begin(), file.sections.end(), static_cast<Section>(id)) != file.sections.end();
}

// "shop.model" and "bought": shop.bought.model.
std::filesystem::path path_of(const Options& options, const std::string& name) {
  const std::filesystem::path given(options.path);
  std::filesystem::path path = std::filesystem::path(options.folder) / given.stem();
  return path += "." + name + given.extension().string();
}

Result<void> write_file(const Options& options, const std::string& name, std::span<const std::byte> bytes) {
  const std::string path = path_of(options, name).string();
  if (auto written = write_bytes(path, bytes); !written) return written;
  std::string sections;
  for (const model::PackedSection& section : model::sections_of(bytes).value_or(std::vector<model::PackedSection>())) {
    sections += (sections.empty() ? "" : ", ") + section_name(section.id);
  }
  print(path + ": " + grouped(bytes.size()) + " bytes, " + grouped(brotli_size(bytes)) + " after Brotli: " + sections +
        "\n");
  return {};
}

Result<void> split(const Options& options) {
  const auto files = parse_files(options.later);
  if (!files) return std::unexpected(files.error());
  const auto bytes = read_bytes(options.path);
  if (!bytes) return std::unexpected(bytes.error());
  if (const auto model = model::ShopModel::open(*bytes); !model) {
    Error error = model.error();
    error.path = error.path.empty() ? options.path : options.path + ": " + error.path;
    return std::unexpected(std::move(error));
  }
  // Every file before the first is written: what can't be split leaves none.
  std::vector<std::vector<std::byte>> later;
  for (const File& file : *files) {
    auto selected = model::select_sections(*bytes, [&](std::uint32_t id) { return holds(file, id); });
    if (!selected) return std::unexpected(std::move(selected.error()));
    const auto sections = model::sections_of(*selected);
    if (!sections || sections->empty()) {
      std::string wanted;
      for (const Section section : file.sections)
        wanted.append(wanted.empty() ? "" : ", ").append(model::format::name(section));
      return fail(ErrorCode::kInvalidArgument, "the shop model has no section " + wanted + ": nothing to split off",
                  options.path, "see `noren model inspect`");
    }
    later.push_back(std::move(*selected));
  }
  const auto first = model::select_sections(*bytes, [&](std::uint32_t id) {
    return std::none_of(files->begin(), files->end(), [&](const File& file) { return holds(file, id); });
  });
  if (!first) return std::unexpected(first.error());

  std::error_code problem;
  std::filesystem::create_directories(options.folder, problem);
  if (problem) {
    return fail(ErrorCode::kInvalidArgument, "cannot make the folder: " + problem.message(), options.folder);
  }
  if (auto written = write_file(options, kFirst, *first); !written) return written;
  for (std::size_t i = 0; i < later.size(); ++i) {
    if (auto written = write_file(options, (*files)[i].name, later[i]); !written) return written;
  }
  return {};
}

}  // namespace

void add_model_split(CLI::App& model, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      model.add_subcommand("split", "Split a shop model into files that a page fetches one after another");
  command->footer(
      "Writes NAME.first.EXT, with which a page starts, and NAME.SECTION.EXT for each --later, which it adds when it "
      "is idle:\n"
      "createNoren({ model: ['/shop.first.model', '/shop.bought.model'], ... }). What may come later: labels, viewed, "
      "bought,\n"
      "bought-after-view, complements. Without bought*, complements and viewed their strategies find less until they "
      "are there;\n"
      "without labels, merchandising rules that ask for them do not hold. See docs/shop-model.md.\n"
      "\n"
      "  noren model split shop.model --out-dir public\n"
      "  noren model split shop.model --out-dir public --later bought,bought-after-view --later complements");
  command->add_option("model", options->path, "Shop model to split")->required();
  command->add_option("--out-dir", options->folder, "Folder for the files; made where it is missing")->required();
  command
      ->add_option("--later", options->later, "Sections of one further file, named after the first; once for each file")
      ->allow_extra_args(false)
      ->capture_default_str();
  command->callback([options, &exit_code] {
    if (const auto done = split(*options); !done) {
      complain("noren model split: " + to_string(done.error()));
      exit_code = done.error().path == "--later" ? kBadUsage : kProblem;
    }
  });
}

}  // namespace noren::tools
