// A shop's catalogue, read from what shops have: a product feed of Google's Merchant Center (tab-separated, XML, or JSON), Shopify's
// products.json, or schema.org's JSON-LD (Product, ProductGroup, ItemList, @graph). Which it is, its content says. Files may be
// packed by gzip or zstd and in any of the encodings of tools/input/encoding.h. Fields that say nothing about what to recommend
// are passed over, whatever they hold.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace noren::tools {

inline constexpr std::size_t kLabelCount = 5;  // custom_label_0 to custom_label_4

struct Product {
  std::string id;
  std::vector<std::string> categories = {};  // slugs, from the top down, at most model::kMaxCategoryDepth
  std::string brand = {};                    // slug; empty: none
  float price = -1;                          // what it costs now: on sale the sale's price; negative: not known
  float regular_price = -1;                  // what it costs without the sale; negative: it is not on sale
  bool in_stock = true;
  std::optional<std::int32_t> added = {};            // days since 1970-01-01
  std::array<std::string, kLabelCount> labels = {};  // as the feed has them; empty: none
};

struct Catalog {
  static constexpr std::size_t kToldProblems = 10;

  std::vector<Product> products;  // in the order of the file, ids all different
  std::string currency;           // ISO 4217; empty where no price names one
  std::string format;             // for people: "Merchant Center, XML"
  std::uint64_t skipped = 0;      // products without an id, or with one that is taken
  std::uint64_t problem_count = 0;
  std::vector<std::string> problems;  // "[12].price: …", at most kToldProblems; a bad field counts as not given
  std::vector<std::string> notes;     // what else its owner should know, such as the encoding
};

struct CatalogOptions {
  std::string currency = {};  // the shop's; where it is empty the first price decides. Prices in another are problems.
  // The field that holds the id that the log has, such as item_group_id, mpn, variant_id or sku. Empty: id, of Shopify the
  // product's, of JSON-LD sku, productID or @id. Of products that share it the first counts; it is in stock where one of them is.
  std::string id_field = {};
  std::optional<std::int64_t> today = {};  // days since 1970-01-01: ends sales and offers; none: all of them hold
};

// Reads a catalogue from where the file stands, product by product. Errors: kInvalidJson with line and column; kInvalidArgument
// where the document is nothing of the above, holds no products, or can't be read. `path` is named in errors only. O(size).
Result<Catalog> read_catalog(std::FILE* file, const std::string& path, const CatalogOptions& options = {});

}  // namespace noren::tools
