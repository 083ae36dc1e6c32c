#include "tools/catalog/json_products.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace noren::tools {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxDepth = 16;  // of things within things in JSON-LD

const json& member(const json& object, const char* name) {
  static const json nothing;
  if (!object.is_object()) return nothing;
  const auto at = object.find(name);
  return at == object.end() ? nothing : *at;
}

// A text, a number or a truth as a text; of a list its first; nothing of an object.
std::string text_of(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer() || value.is_boolean()) return value.dump();
  if (value.is_array() && !value.empty() && !value.front().is_array()) return text_of(value.front());
  return {};
}

std::string text_of(const json& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (std::string text = text_of(member(object, name)); !text.empty()) return text;
  }
  return {};
}

// Whether the object is of one of the types, as "Product" or "https://schema.org/Product".
bool is_a(const json& object, std::initializer_list<std::string_view> types) {
  const json& type = member(object, "@type");
  const auto matches = [&](const json& one) {
    if (!one.is_string()) return false;
    std::string_view text = one.get_ref<const std::string&>();
    if (const std::size_t slash = text.rfind('/'); slash != std::string_view::npos) text.remove_prefix(slash + 1);
    return std::find(types.begin(), types.end(), text) != types.end();
  };
  return type.is_array() ? std::any_of(type.begin(), type.end(), matches) : matches(type);
}

// A price of Google's interfaces, {"value": "12.5", "currency": "USD"}, as text.
std::string price_of(const json& value) {
  const std::string amount = text_of(value, {"value"});
  if (amount.empty()) return "{…}";
  const std::string currency = text_of(value, {"currency"});
  return currency.empty() ? amount : amount + " " + currency;
}

}  // namespace

bool JsonProducts::is_list_of_products(std::string_view name) {
  constexpr std::string_view kLists[] = {"products", "resources", "entries", "items", "@graph", "itemListElement"};
  return std::find(std::begin(kLists), std::end(kLists), name) != std::end(kLists);
}

void JsonProducts::add(const std::string& list, std::uint64_t number, const json& value) {
  before_ = list + "[";
  const ProductPlace place{before_.c_str(), number, "]."};
  if (!value.is_object()) {
    ++seen_;
    ++builder_.catalog().skipped;
    return builder_.report({before_.c_str(), number, "]"}, "", "a product was expected");
  }
  if (value.contains("@type") || value.contains("@graph") || list == "@graph" || list == "itemListElement")
    return add_linked(place, value, 0);
  if (member(value, "variants").is_array()) return add_shopify(place, value);
  add_merchant(place, value);
}

void JsonProducts::add_document(const json& document) { add_linked({"document ", 0, ", "}, document, 0); }

void JsonProducts::add_merchant(const ProductPlace& place, const json& value) {
  ++seen_;
  builder_.catalog().format = "Merchant Center, JSON";
  ProductFields fields;
  for (const auto& [name, content] : value.items()) {
    std::string* field = find_field(fields, name, builder_.options().id_field);
    if (field == nullptr || !field->empty()) continue;
    *field = content.is_object() ? price_of(content) : text_of(content);
  }
  builder_.add(fields, place);
}

// A product has variants, each with a price of its own. The product costs what its cheapest variant that can be bought costs.
void JsonProducts::add_shopify(const ProductPlace& place, const json& value) {
  ++seen_;
  builder_.catalog().format = "Shopify, products.json";
  const std::string id_field = builder_.options().id_field.empty() ? "" : plain_name(builder_.options().id_field);
  const bool per_variant = id_field == "variantid" || id_field == "sku" || id_field == "barcode";
  ProductFields fields;
  fields.id = text_of(value, {id_field == "handle" ? "handle" : "id"});
  fields.product_type = text_of(value, {"product_type"});
  fields.brand = text_of(value, {"vendor"});
  fields.added = text_of(value, {"published_at", "created_at"});
  fields.availability = "false";
  const auto is_available = [](const json& variant) {
    const json& available = member(variant, "available");
    if (available.is_boolean()) return available.get<bool>();
    const json& stock = member(variant, "inventory_quantity");
    const bool counted = !text_of(variant, {"inventory_management"}).empty() && stock.is_number_integer();
    return !counted || stock.get<std::int64_t>() > 0 || text_of(variant, {"inventory_policy"}) == "continue";
  };
  const auto set_price = [](ProductFields& to, const json& variant) {
    const std::string before = text_of(variant, {"compare_at_price"});
    to.price = before.empty() ? text_of(variant, {"price"}) : before;
    to.sale_price = before.empty() ? "" : text_of(variant, {"price"});
  };
  const json* cheapest = nullptr;
  for (const json& variant : member(value, "variants")) {
    const bool available = is_available(variant);
    if (per_variant) {
      ProductFields own = fields;
      own.id = text_of(variant, {id_field == "variantid" ? "id" : id_field.c_str()});
      own.availability = available ? "true" : "false";
      set_price(own, variant);
      builder_.add(own, place);
      continue;
    }
    const auto amount = [](const json& of) { return std::strtod(text_of(of, {"price"}).c_str(), nullptr); };
    const bool is_better = available == (fields.availability == "true")
                               ? amount(variant) < amount(cheapest == nullptr ? variant : *cheapest)
                               : available;
    if (cheapest == nullptr || is_better) cheapest = &variant;
    if (available) fields.availability = "true";
  }
  if (per_variant) return;
  if (cheapest != nullptr) set_price(fields, *cheapest);
  builder_.add(fields, place);
}

// Products may stand in lists, in lists' elements and in groups of variants.
void JsonProducts::add_linked(const ProductPlace& place, const json& value, std::size_t depth) {
  if (depth > kMaxDepth) return;
  if (value.is_array()) {
    for (const json& one : value) add_linked(place, one, depth + 1);
    return;
  }
  if (!value.is_object()) return;
  if (is_a(value, {"Product", "IndividualProduct", "ProductModel", "SomeProducts", "Book", "Vehicle"})) {
    return add_schema_product(place, value);
  }
  if (is_a(value, {"ProductGroup"})) {
    const json& variants = member(value, "hasVariant");
    if (!variants.is_array() || variants.empty()) return add_schema_product(place, value);
    for (json variant : variants) {
      if (!variant.is_object()) continue;
      // What all variants share stands in the group.
      for (const char* shared : {"brand", "category", "inProductGroupWithID", "offers", "releaseDate"}) {
        const json& of_group = member(value, shared);
        if (!variant.contains(shared) && !of_group.is_null()) variant[shared] = of_group;
      }
      const std::string group = text_of(value, {"productGroupID"});
      if (!variant.contains("productGroupID") && !group.empty()) variant["productGroupID"] = group;
      add_schema_product(place, variant);
    }
    return;
  }
  for (const char* inside : {"@graph", "itemListElement", "item", "mainEntity", "hasPart", "itemOffered"}) {
    add_linked(place, member(value, inside), depth + 1);
  }
}

void JsonProducts::add_schema_product(const ProductPlace& place, const json& value) {
  ++seen_;
  builder_.catalog().format = "schema.org, JSON-LD";
  ProductFields fields;
  const std::string& id_field = builder_.options().id_field;
  fields.id = id_field.empty() ? text_of(value, {"sku", "productID", "identifier", "productGroupID", "@id"})
                               : text_of(value, {id_field.c_str()});
  const json& category = member(value, "category");
  fields.product_type = category.is_object() ? text_of(category, {"name"}) : text_of(category);
  // Breadcrumbs are written with a slash, too.
  if (fields.product_type.find('>') == std::string::npos) {
    for (std::size_t at = 0; (at = fields.product_type.find(" / ", at)) != std::string::npos; ++at)
      fields.product_type[at + 1] = '>';
  }
  const json& brand = member(value, "brand");
  fields.brand = brand.is_object() ? text_of(brand, {"name"}) : text_of(brand);
  fields.added = text_of(value, {"releaseDate", "datePublished"});
  const json& offers = member(value, "offers");
  const json& offer = offers.is_array() && !offers.empty() ? offers.front() : offers;
  fields.price = text_of(offer, {"price", "lowPrice"});
  const json& specification = member(offer, "priceSpecification");
  const json& details = specification.is_array() && !specification.empty() ? specification.front() : specification;
  if (fields.price.empty()) fields.price = text_of(details, {"price"});
  const std::string currency = text_of(offer, {"priceCurrency"}).empty() ? text_of(details, {"priceCurrency"})
                                                                         : text_of(offer, {"priceCurrency"});
  if (!fields.price.empty() && !currency.empty()) fields.price += " " + currency;
  fields.availability = text_of(offer, {"availability"});
  builder_.add(fields, place);
}

}  // namespace noren::tools
