// A shop's catalogue, read from JSON: an array of products with the field names of Google's Merchant Center product data
// specification (id, product_type, brand, price, sale_price, availability). All other fields are passed over, whatever they hold.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace noren::tools {

struct Product {
  std::string id;
  std::vector<std::string> categories = {};  // slugs, from the top down, at most model::kMaxCategoryDepth
  std::string brand = {};                    // slug; empty: none
  float price = -1;                          // sale_price where there is one; negative: not known
  bool in_stock = true;
};

struct Catalog {
  static constexpr std::size_t kToldProblems = 10;

  std::vector<Product> products;  // in the order of the file, ids all different
  std::string currency;           // ISO 4217; empty where no price names one
  std::uint64_t skipped = 0;      // products without an id, or with one that is taken
  std::uint64_t problem_count = 0;
  std::vector<std::string> problems;  // "[12].price: …", at most kToldProblems; a bad field counts as not given
};

// Reads a catalogue from where the file stands, product by product. `currency` is the shop's; where it is empty the first price
// decides. Prices in another are problems. Errors: kInvalidJson with line and column; kInvalidArgument where the document is no
// array. `path` is named in errors only. O(size).
Result<Catalog> read_catalog(std::FILE* file, const std::string& path, const std::string& currency);

}  // namespace noren::tools
