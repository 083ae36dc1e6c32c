// Makes a shop model fit a size: of the relation `viewed`, which is most of the file, so many edges stay as there is room for.
#pragma once

#include <cstddef>
#include <span>

#include "core/base/result.h"
#include "core/model/shop_model_writer.h"
#include "tools/train/shaping.h"

namespace noren::tools {

// Bytes after Brotli, quality 11, as web servers send files that they pack beforehand.
std::size_t brotli_size(std::span<const std::byte> bytes);

// Puts of `viewed` (per item of the parts; items are the counts' own) the best edges into the parts, so that the file takes at
// most max_brotli bytes and nearly as many; 0: no bound. Renumbers the items for size (model/numbering.h) afterwards. Errors:
// kLimitExceeded where the file is larger without any edge; those of write_shop_model. Writes and packs the file up to 14 times.
Result<void> fit_to_size(model::ShopModelParts& parts, const Edges& viewed, std::span<const ItemCount> items,
                         std::size_t max_brotli);

}  // namespace noren::tools
