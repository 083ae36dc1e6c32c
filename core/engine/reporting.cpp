#include "core/engine/reporting.h"

#include "core/base/slug.h"
#include "core/decide/assignment.h"

namespace noren {
namespace {

using profile::Day;
using site::ReportKind;

constexpr NameKey kControlVariant = name_key("control");

// Numbers and ids that tell one domain from another, as one number.
class Form {
 public:
  void add(std::uint64_t number) { form_ = mix64(form_ ^ number); }
  void add(std::string_view text) { add(hash64(text)); }
  std::uint32_t value() const { return static_cast<std::uint32_t>(form_ >> 32); }

 private:
  std::uint64_t form_ = 1;
};

class Counter {
 public:
  Counter(const Counted& counted, privacy::Entropy& entropy)
      : site_(counted.site), profile_(counted.profile), decider_(counted.decider), entropy_(entropy), dealt_(site_) {
    dealt_.deal(profile_.seed());
  }

  bool count(const site::Collection& collection, privacy::Tally& tally) {
    tally.micro_epsilon = collection.epsilon;
    tally.cells = domain_of(site_, collection).cells;
    switch (collection.kind) {
      case ReportKind::kExperiment: count_experiment(collection.campaign, tally); return true;
      case ReportKind::kBandit: return count_bandit(site_.campaigns[collection.campaign], tally);
      case ReportKind::kCampaign: count_campaign(site_.campaigns[collection.campaign], tally); return true;
      case ReportKind::kSegments: return count_segment(collection, tally);
      case ReportKind::kPopularity: break;
    }
    collection.by_category ? count_category(collection, tally) : count_item(collection, tally);
    return true;
  }

 private:
  bool is_recent(Day day) const { return day != 0 && profile_.today() - day < site_.privacy.reports.epoch_days; }

  // The arm follows from the seed alone, whether or not she has seen the campaign.
  void count_experiment(std::uint32_t index, privacy::Tally& tally) const {
    const site::Campaign& campaign = site_.campaigns[index];
    const auto variants = static_cast<std::uint32_t>(campaign.variants.size());
    const decide::Share share = dealt_.share(index);
    tally.question = variants + 1;
    if (share != decide::Share::kIn && share != decide::Share::kControl) return;
    const bool is_control = share == decide::Share::kControl || dealt_.held_out();
    tally.question = is_control ? variants : static_cast<std::uint32_t>(dealt_.variant(index));
    const NameKey arm = is_control ? kControlVariant : campaign.variants[tally.question].key;
    tally.cell = profile_.outcomes(campaign.key, arm).succeeded > 0 ? 1 : 0;
  }

  bool count_bandit(const site::Campaign& campaign, privacy::Tally& tally) {
    std::uint64_t bits = 0;
    if (!entropy_.take(bits)) return false;
    for (const profile::Arm& arm : profile_.arms()) {
      if (arm.campaign != campaign.key) continue;
      // The first is what she saw last.
      const std::uint32_t variant = variant_of(campaign, arm.variant);
      if (variant >= campaign.variants.size() || !is_recent(arm.as_of)) return true;
      // A coin that falls with the share of successes says on average just that share, in one bit.
      const double coin = static_cast<double>(bits >> 11) * 0x1p-53;
      const bool succeeded = coin * static_cast<double>(arm.shown) < static_cast<double>(arm.succeeded);
      tally.cell = 1 + 2 * variant + (succeeded ? 1u : 0u);
      return true;
    }
    return true;
  }

  // The variant of an arm, of whichever segment it was learned in.
  std::uint32_t variant_of(const site::Campaign& campaign, NameKey arm) const {
    for (std::uint32_t i = 0; i < campaign.variants.size(); ++i) {
      const NameKey variant = campaign.variants[i].key;
      if (arm == variant) return i;
      for (const site::BanditSegment& apart : campaign.bandit->segments) {
        if (arm == profile::arm_key(variant, name_key(site_.segments[apart.segment].id))) return i;
      }
    }
    return kNoSymbol;
  }

  void count_campaign(const site::Campaign& campaign, privacy::Tally& tally) const {
    const profile::Showing* const showing = profile_.showing(campaign.key);
    if (showing == nullptr) return;
    if (is_recent(showing->last_day)) tally.cell = showing->clicks > 0 ? 2 : 1;
    if (is_recent(showing->dismissed_day)) tally.cell = 3;
  }

  bool count_segment(const site::Collection& collection, privacy::Tally& tally) {
    std::uint64_t which = 0;
    if (!entropy_.below(collection.segments.size(), which)) return false;
    tally.question = static_cast<std::uint32_t>(which);
    tally.cell = decider_.segment(collection.segments[static_cast<std::size_t>(which)]) ? 1 : 0;
    return true;
  }

  void count_item(const site::Collection& collection, privacy::Tally& tally) const {
    List<ItemKey> keys;
    for (const std::string& name : collection.names) keys.push_back(item_key(name));
    const auto cell_of = [&](ItemKey key) {
      for (std::uint32_t i = 0; i < keys.size(); ++i) {
        if (keys[i] == key) return 1 + i;
      }
      return 0u;
    };
    std::uint32_t most = 0;
    const auto offer = [&](ItemKey key, Day day, std::uint32_t times) {
      const std::uint32_t cell = times > most && is_recent(day) ? cell_of(key) : 0;
      if (cell == 0) return;
      tally.cell = cell;
      most = times;
    };
    // Both lists stand newest first, so of equals the newest counts.
    if (collection.event == event::Kind::kPurchase) {
      for (const profile::BoughtItem& bought : profile_.bought()) offer(bought.key, bought.day, 1);
    } else {
      for (const profile::SeenItem& seen : profile_.seen()) offer(seen.key, seen.day, seen.views);
    }
  }

  void count_category(const site::Collection& collection, privacy::Tally& tally) const {
    double most = 0;
    for (std::uint32_t i = 0; i < collection.names.size(); ++i) {
      const double share = profile_.category_share(name_key(slug(collection.names[i])));
      if (share <= most) continue;
      most = share;
      tally.cell = 1 + i;
    }
  }

  const site::Site& site_;
  const profile::Profile& profile_;
  const decide::Decider& decider_;
  privacy::Entropy& entropy_;
  decide::Assignments dealt_;
};

}  // namespace

ReportDomain domain_of(const site::Site& site, const site::Collection& collection) {
  ReportDomain domain;
  Form form;
  form.add(static_cast<std::uint64_t>(collection.kind));
  form.add(collection.epsilon);
  const auto add_campaign = [&] {
    const site::Campaign& campaign = site.campaigns[collection.campaign];
    form.add(campaign.id);
    for (const site::Variant& variant : campaign.variants) form.add(variant.id);
    return static_cast<std::uint32_t>(campaign.variants.size());
  };
  switch (collection.kind) {
    case ReportKind::kExperiment: domain.questions = add_campaign() + 2; break;
    case ReportKind::kBandit: domain.cells = 1 + 2 * add_campaign(); break;
    case ReportKind::kCampaign:
      add_campaign();
      domain.cells = 4;
      break;
    case ReportKind::kSegments:
      domain.questions = static_cast<std::uint32_t>(collection.segments.size());
      for (const std::uint32_t segment : collection.segments) form.add(site.segments[segment].id);
      break;
    case ReportKind::kPopularity:
      domain.cells = 1 + static_cast<std::uint32_t>(collection.names.size());
      form.add(static_cast<std::uint64_t>(collection.event));
      for (const std::string& name : collection.names) form.add(name);
      break;
  }
  domain.form = form.value();
  return domain;
}

Result<List<privacy::Tally>> tally(const Counted& counted, privacy::Entropy& entropy) {
  List<privacy::Tally> tallies;
  Counter counter(counted, entropy);
  for (const site::Collection& collection : counted.site.privacy.reports.collect) {
    tallies.emplace_back();
    if (!counter.count(collection, tallies.back())) {
      return fail(ErrorCode::kLimitExceeded, "the randomness has run out", "entropy");
    }
  }
  return tallies;
}

}  // namespace noren
