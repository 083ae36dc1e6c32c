// The readers of the catalogue's formats. Each adds what the text holds to the builder and says in Catalog::format what it was.
// Private to this folder. Errors: as read_catalog.
#pragma once

#include "core/base/result.h"
#include "tools/catalog/product_builder.h"
#include "tools/input/text_stream.h"

namespace noren::tools {

Result<void> read_json_catalog(TextStream& text, ProductBuilder& builder);
Result<void> read_xml_catalog(TextStream& text, ProductBuilder& builder);
Result<void> read_table_catalog(TextStream& text, ProductBuilder& builder);

}  // namespace noren::tools
