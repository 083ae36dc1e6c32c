// Products as JSON values, in each of the shapes that shops have them. Private to this folder.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "tools/catalog/product_builder.h"

namespace noren::tools {

class JsonProducts {
 public:
  explicit JsonProducts(ProductBuilder& builder) : builder_(builder) {}

  // Whether a member of that name of the document's object lists products, or things that hold some.
  static bool is_list_of_products(std::string_view name);

  // An element of such a list, or, with an empty name, of a document that is itself a list. `number` is its place.
  void add(const std::string& list, std::uint64_t number, const nlohmann::json& value);
  // What else the document's object holds: it may be a product itself.
  void add_document(const nlohmann::json& document);

  std::uint64_t seen() const { return seen_; }  // values that were looked at as products

 private:
  void add_merchant(const ProductPlace& place, const nlohmann::json& value);
  void add_shopify(const ProductPlace& place, const nlohmann::json& value);
  void add_linked(const ProductPlace& place, const nlohmann::json& value, std::size_t depth);
  void add_schema_product(const ProductPlace& place, const nlohmann::json& value);

  ProductBuilder& builder_;
  std::uint64_t seen_ = 0;
  std::string before_;  // of the place: "products["
};

}  // namespace noren::tools
