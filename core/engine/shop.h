// Site and model with all that stands on them. The inside of Engine, not for hosts.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/list.h"
#include "core/decide/decider.h"
#include "core/journey/journeys.h"
#include "core/model/shop_model.h"
#include "core/profile/attributes.h"
#include "core/recommend/recommend.h"
#include "core/site/site.h"
#include "privacy/inbound_gate.h"

namespace noren {

// What the inbound gate may ask: the names in the shop model, and those that the site document mentions.
class ShopVocabulary : public privacy::Vocabulary {
 public:
  // Keeps references.
  ShopVocabulary(const site::Site& site, const model::ShopModel& model) : site_(site), model_(model) {}

  bool find_item(std::string_view id, privacy::ItemFacts& facts) const override;
  bool is_category(NameKey key) const override;
  bool is_brand(NameKey key) const override;
  bool is_campaign(NameKey key) const override;
  bool is_variant(NameKey campaign, NameKey key) const override;
  std::string_view currency() const override { return site_.currency; }

 private:
  const site::Site& site_;
  const model::ShopModel& model_;
};

// Its parts refer to one another, so it never moves.
struct Shop {
  explicit Shop(site::Site loaded);
  void begin_recommending();  // whenever the model has changed

  site::Site site;
  List<std::vector<std::byte>> model_files;  // that the model is a view of
  model::ShopModel model;
  ShopVocabulary vocabulary{site, model};
  privacy::InboundGate gate{vocabulary};
  decide::Decider decider{site};
  journey::Journeys journeys{site};
  std::optional<recommend::Recommender> recommender;
};

}  // namespace noren
