#include "tools/catalog/catalog.h"

#include <utility>

#include "tools/catalog/readers.h"

namespace noren::tools {
namespace {

Result<void> read_format(TextStream& text, ProductBuilder& builder) {
  constexpr std::size_t kLooked = 4096;
  const std::string_view beginning = text.peek(kLooked);
  const std::size_t first = beginning.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return fail(ErrorCode::kInvalidArgument, "the catalogue is empty");
  switch (beginning[first]) {
    case '[':
    case '{': return read_json_catalog(text, builder);
    case '<': return read_xml_catalog(text, builder);
    default: return read_table_catalog(text, builder);
  }
}

}  // namespace

Result<Catalog> read_catalog(std::FILE* file, const std::string& path, const CatalogOptions& options) {
  TextStream text(file);
  ProductBuilder builder(options);
  auto done = read_format(text, builder);
  // Of a damaged file, what was read of it makes no sense either.
  if (text.has_failed()) return fail(ErrorCode::kInvalidArgument, text.failure(), path);
  if (!done) {
    done.error().path = path;
    return std::unexpected(std::move(done.error()));
  }
  Catalog& catalog = builder.catalog();
  if (const std::string said = text.description(); !said.empty()) catalog.notes.push_back(said);
  return std::move(catalog);
}

}  // namespace noren::tools
