#include "tools/catalog/product_builder.h"

#include <algorithm>
#include <utility>

#include "core/base/slug.h"
#include "core/model/shop_model.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

constexpr std::int64_t kDay = 86'400'000;    // milliseconds
constexpr std::size_t kMaxLabelBytes = 100;  // as Merchant Center has it

// "Apparel > Shoes > Running shoes" as slugs; levels that are empty are left out, those below the fifth dropped.
std::vector<std::string> category_path(std::string_view text) {
  std::vector<std::string> path;
  for (;;) {
    const std::size_t end = text.find('>');
    std::string level = slug(text.substr(0, end));
    if (!level.empty() && path.size() < model::kMaxCategoryDepth) path.push_back(std::move(level));
    if (end == std::string_view::npos) return path;
    text.remove_prefix(end + 1);
  }
}

// "https://schema.org/InStock", "in stock" and "in_stock" alike.
std::string plain_availability(std::string_view text) {
  if (const std::size_t slash = text.rfind('/'); slash != std::string_view::npos) text.remove_prefix(slash + 1);
  std::string plain = plain_name(text);
  std::erase(plain, '-');
  return plain;
}

}  // namespace

std::string plain_name(std::string_view name) {
  if (const std::size_t colon = name.rfind(':'); colon != std::string_view::npos) name.remove_prefix(colon + 1);
  std::string plain;
  for (const char c : name) {
    if (c == ' ' || c == '_') continue;
    plain += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  return plain;
}

std::string* find_field(ProductFields& fields, std::string_view name, std::string_view id_field) {
  const std::string plain = plain_name(name);
  if (plain == (id_field.empty() ? "id" : plain_name(id_field))) return &fields.id;
  const std::pair<std::string_view, std::string*> known[] = {
      {"producttype", &fields.product_type},
      {"producttypes", &fields.product_type},
      {"googleproductcategory", &fields.google_product_category},
      {"brand", &fields.brand},
      {"price", &fields.price},
      {"saleprice", &fields.sale_price},
      {"salepriceeffectivedate", &fields.sale_price_effective_date},
      {"availability", &fields.availability},
      {"availabilitydate", &fields.availability_date},
      {"expirationdate", &fields.expiration_date},
      {"added", &fields.added},
      {"dateadded", &fields.added},
      {"addeddate", &fields.added},
      {"createdat", &fields.added},
      {"publishedat", &fields.added},
  };
  for (const auto& [word, field] : known) {
    if (plain == word) return field;
  }
  constexpr std::string_view kLabel = "customlabel";
  if (plain.size() == kLabel.size() + 1 && plain.starts_with(kLabel) && plain.back() >= '0' && plain.back() <= '4')
    return &fields.labels[static_cast<std::size_t>(plain.back() - '0')];
  return nullptr;
}

void ProductBuilder::add(const ProductFields& fields, const ProductPlace& place) {
  if (fields.id.empty()) {
    ++catalog_.skipped;
    const std::string name = options_.id_field.empty() ? "id" : options_.id_field;
    return report(place, name, "the product has no " + name);
  }
  const bool in_stock = available(fields, place);
  const auto [at, is_new] = ids_.try_emplace(fields.id, catalog_.products.size());
  if (!is_new) {
    ++catalog_.skipped;
    Product& first = catalog_.products[at->second];
    // Sizes and colours of one product share the id that was asked for.
    if (!options_.id_field.empty()) first.in_stock = first.in_stock || in_stock;
    if (options_.id_field.empty()) report(place, "id", "\"" + fields.id + "\" is there twice");
    return;
  }
  Product product;
  product.id = fields.id;
  product.categories = category_path(fields.product_type);
  if (product.categories.empty()) product.categories = category_path(fields.google_product_category);
  product.brand = slug(fields.brand);
  product.in_stock = in_stock;
  set_prices(fields, place, product);
  for (const auto& [name, text] :
       {std::pair{"added", &fields.added}, {"availability_date", &fields.availability_date}}) {
    if (product.added) break;
    if (const auto added = day(place, name, *text)) product.added = static_cast<std::int32_t>(*added);
  }
  for (std::size_t i = 0; i < kLabelCount; ++i) product.labels[i] = fields.labels[i].substr(0, kMaxLabelBytes);
  catalog_.products.push_back(std::move(product));
}

void ProductBuilder::set_prices(const ProductFields& fields, const ProductPlace& place, Product& product) {
  product.price = price(place, "price", fields.price);
  const float sale = price(place, "sale_price", fields.sale_price);
  if (sale < 0 || !sale_holds(fields, place)) return;
  if (product.price > sale) product.regular_price = product.price;
  if (product.price < 0 || sale < product.price) product.price = sale;
}

bool ProductBuilder::sale_holds(const ProductFields& fields, const ProductPlace& place) {
  const std::string& text = fields.sale_price_effective_date;
  const std::size_t slash = text.find('/');
  if (text.empty() || !options_.today) return true;
  const auto from = day(place, "sale_price_effective_date", text.substr(0, slash));
  const auto to = slash == std::string::npos ? from : day(place, "sale_price_effective_date", text.substr(slash + 1));
  return from && to && *from <= *options_.today && *options_.today <= *to;
}

std::optional<std::int64_t> ProductBuilder::day(const ProductPlace& place, std::string_view field,
                                                const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto time = parse_time(text);
  if (!time) report(place, field, "\"" + text + "\" is no date such as 2026-11-22");
  return time ? std::optional(*time / kDay) : std::nullopt;
}

float ProductBuilder::price(const ProductPlace& place, std::string_view field, const std::string& text) {
  if (text.empty()) return -1;
  const auto price = parse_price(text);
  if (!price || price->amount > static_cast<double>(model::kMaxPrice)) {
    report(place, field, "\"" + text + "\" is no price such as \"1200 JPY\"");
    return -1;
  }
  if (catalog_.currency.empty()) catalog_.currency = price->currency;
  if (!price->currency.empty() && price->currency != catalog_.currency) {
    report(place, field, "\"" + text + "\" is not in " + catalog_.currency + ", the currency of this shop");
    return -1;
  }
  return static_cast<float>(price->amount);
}

bool ProductBuilder::available(const ProductFields& fields, const ProductPlace& place) {
  if (options_.today && !fields.expiration_date.empty()) {
    const auto end = day(place, "expiration_date", fields.expiration_date);
    if (end && *end < *options_.today) return false;
  }
  constexpr std::string_view kIn[] = {
      "", "instock", "preorder", "presale", "backorder", "limitedavailability", "onlineonly", "true"};
  constexpr std::string_view kOut[] = {"outofstock", "soldout", "discontinued", "instoreonly", "false"};
  const std::string plain = plain_availability(fields.availability);
  if (std::find(std::begin(kIn), std::end(kIn), plain) != std::end(kIn)) return true;
  if (std::find(std::begin(kOut), std::end(kOut), plain) == std::end(kOut)) {
    report(place, "availability",
           "\"" + fields.availability +
               "\" is none of in_stock, out_of_stock, preorder and backorder; taken as out_of_stock");
  }
  return false;
}

void ProductBuilder::report(const ProductPlace& place, std::string_view field, const std::string& message) {
  ++catalog_.problem_count;
  if (catalog_.problems.size() == Catalog::kToldProblems) return;
  catalog_.problems.push_back(place.before + std::to_string(place.number) + place.after + std::string(field) + ": " +
                              message);
}

}  // namespace noren::tools
