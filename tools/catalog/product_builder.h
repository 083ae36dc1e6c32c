// Products from the texts of their fields, whatever format these came in. Private to this folder.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tools/catalog/catalog.h"

namespace noren::tools {

// A field of Merchant Center's product data specification, or what other formats call the same.
struct ProductFields {
  std::string id;
  std::string product_type;  // path, levels divided by ">"
  std::string google_product_category;
  std::string brand;
  std::string price;
  std::string sale_price;
  std::string sale_price_effective_date;  // two dates divided by "/"
  std::string availability;
  std::string availability_date;
  std::string expiration_date;
  std::string added;  // when the shop began to offer it
  std::array<std::string, kLabelCount> labels;
};

// The field of that name in any spelling (sale_price, "sale price", salePrice, g:sale_price); nullptr for one that is not read.
// `id_field` (options) is the one that fills ProductFields::id.
std::string* find_field(ProductFields& fields, std::string_view name, std::string_view id_field);

// Lower case, without blanks, underscores and what stands before a colon.
std::string plain_name(std::string_view name);

// Where a product stands, for messages: "[", 12, "]." or "line ", 7, ", ".
struct ProductPlace {
  const char* before;
  std::uint64_t number;
  const char* after;
};

class ProductBuilder {
 public:
  explicit ProductBuilder(const CatalogOptions& options) : options_(options) { catalog_.currency = options.currency; }

  const CatalogOptions& options() const { return options_; }
  void add(const ProductFields& fields, const ProductPlace& place);
  void report(const ProductPlace& place, std::string_view field, const std::string& message);
  Catalog& catalog() { return catalog_; }

 private:
  float price(const ProductPlace& place, std::string_view field, const std::string& text);
  void set_prices(const ProductFields& fields, const ProductPlace& place, Product& product);
  bool sale_holds(const ProductFields& fields, const ProductPlace& place);
  bool available(const ProductFields& fields, const ProductPlace& place);
  std::optional<std::int64_t> day(const ProductPlace& place, std::string_view field, const std::string& text);

  const CatalogOptions& options_;
  Catalog catalog_;
  std::unordered_map<std::string, std::size_t> ids_;
};

}  // namespace noren::tools
