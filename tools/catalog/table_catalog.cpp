// Merchant Center's feed as a table: a header line, tabs (or commas) between the fields.
#include <algorithm>
#include <string>
#include <vector>

#include "tools/catalog/readers.h"
#include "tools/log/delimited_reader.h"
#include "tools/log/text_values.h"

namespace noren::tools {

Result<void> read_table_catalog(TextStream& text, ProductBuilder& builder) {
  DelimitedReader reader(text);
  std::vector<std::string_view> fields;
  const std::string_view beginning = reader.peek(DelimitedReader::kMaxRecord);
  const char delimiter = find_delimiter(beginning.substr(0, beginning.find('\n')));
  if (!reader.next_record(delimiter, fields)) return fail(ErrorCode::kInvalidArgument, "the catalogue is empty");
  const std::vector<std::string> header(fields.begin(), fields.end());
  const std::string& id_field = builder.options().id_field;
  ProductFields product;
  std::vector<std::string*> targets;  // per column, in `product`
  targets.reserve(header.size());
  for (const std::string& name : header) targets.push_back(find_field(product, trim(name), id_field));
  const bool has_id = std::find(targets.begin(), targets.end(), &product.id) != targets.end();
  if (!has_id) {
    std::string listed;
    for (const std::string& name : header) listed += (listed.empty() ? "" : ", ") + name.substr(0, 40);
    return fail(
        ErrorCode::kInvalidArgument,
        "no column \"" + (id_field.empty() ? "id" : id_field) + "\"; the header line has: " + listed.substr(0, 400), {},
        "a product feed of Merchant Center, products.json of Shopify or JSON-LD was expected");
  }
  builder.catalog().format = "Merchant Center, table";
  while (reader.next_record(delimiter, fields)) {
    product = {};
    for (std::size_t i = 0; i < std::min(fields.size(), targets.size()); ++i) {
      if (targets[i] != nullptr && targets[i]->empty()) *targets[i] = trim(fields[i]);
    }
    builder.add(product, {"line ", reader.line_number(), ", "});
  }
  return {};
}

}  // namespace noren::tools
