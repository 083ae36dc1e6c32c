// `privacy` of the site document. What a page without reports needs is in the engine; reading reports is a part of its own.

#include "core/site/privacy.h"

#include "core/base/part.h"
#include "core/site/sections.h"

namespace noren::site {
namespace {

constexpr double kMicro = 1e6;
constexpr double kStep = kEpsilonStep / kMicro;

// A multiple of a quarter, as micro-epsilon.
std::uint32_t read_epsilon(const ObjectReader& reader, const char* name, std::uint32_t most, std::uint32_t otherwise) {
  const Json* const member = reader.optional(name);
  if (member == nullptr) return otherwise;
  // Quarters are exact in binary, so the comparison is.
  for (std::uint32_t micro = kEpsilonStep; micro <= most; micro += kEpsilonStep) {
    if (member->is_number() && member->number() == micro / kMicro) return micro;
  }
  reader.refuse(name, "a multiple of % from % to %", {kStep, kStep, most / kMicro});
  return otherwise;
}

// A path of the page's own origin: where another server could be meant, reports would go there.
bool is_path(std::string_view text) {
  if (text.size() < 2 || text.size() > 200 || text[0] != '/' || text[1] == '/') return false;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!is_plain && c != '/' && c != '-' && c != '_' && c != '.' && c != '~') return false;
  }
  return true;
}

class CollectionReader {
 public:
  CollectionReader(const Json& json, const Place& place, Ids& ids, Reading& reading)
      : place_(place),
        reading_(reading),
        reader_(json, place_, "id kind campaign epsilon items categories event", reading.problems) {
    reader_.id(ids, collection_.id);
    reader_.required("kind");
    reader_.required("epsilon");
    collection_.kind = static_cast<ReportKind>(reader_.word("kind", kReportKinds));
    collection_.epsilon = read_epsilon(reader_, "epsilon", kMaxEpsilon, kEpsilonStep);
    read_campaign();
    read_segments();
    read_names();
  }

  Collection take() { return std::move(collection_); }

 private:
  bool is(ReportKind kind) const { return collection_.kind == kind; }

  void forbid(const char* name) const {
    if (reader_.optional(name) == nullptr) return;
    reader_.report(name, "reports of the kind %q have none",
                   {kReportKinds[static_cast<std::size_t>(collection_.kind)]});
  }

  void read_campaign() {
    if (is(ReportKind::kSegments) || is(ReportKind::kPopularity)) return forbid("campaign");
    if (reader_.required("campaign") == nullptr) return;
    collection_.campaign = reader_.reference("campaign", reading_.campaigns);
    if (collection_.campaign >= reading_.site.campaigns.size()) return;
    const Campaign& campaign = reading_.site.campaigns[collection_.campaign];
    if (is(ReportKind::kExperiment)) {
      if (!campaign.experiment) reader_.report("campaign", "the campaign %q has no experiment", {campaign.id});
      if (campaign.bandit) {
        reader_.report("campaign",
                       "the bandit of %q deals its variants by what this device has learned, not by chance\n"
                       "report it as a \"bandit\"",
                       {campaign.id});
      }
    }
    if (!is(ReportKind::kBandit)) return;
    if (!campaign.bandit) reader_.report("campaign", "the campaign %q has no bandit", {campaign.id});
    if (constexpr std::size_t kMost = (kMaxReportCells - 1) / 2; campaign.variants.size() > kMost) {
      reader_.report("campaign", "at most % variants can be reported, %q has %",
                     {kMost, campaign.id, campaign.variants.size()});
    }
  }

  void read_segments() {
    if (!is(ReportKind::kSegments)) return;
    const List<Segment>& segments = reading_.site.segments;
    for (std::uint32_t i = 0; i < segments.size(); ++i) {
      if (segments[i].size != kUnknownSize && segments[i].size >= reading_.site.privacy.segment_minimum) {
        collection_.segments.push_back(i);
      }
    }
    if (collection_.segments.empty() || collection_.segments.size() > kMaxReportCells) {
      reader_.report("kind",
                     "expected 1 to % segments of at least % visitors, found %\n"
                     "give the segments their \"size\"; those without one are not reported",
                     {kMaxReportCells, reading_.site.privacy.segment_minimum, collection_.segments.size()});
    }
  }

  void read_names() {
    if (!is(ReportKind::kPopularity)) {
      for (const char* const name : {"items", "categories", "event"}) forbid(name);
      return;
    }
    const bool has_items = reader_.optional("items") != nullptr;
    collection_.by_category = !has_items;
    if (has_items && reader_.optional("categories") != nullptr) {
      reader_.report("categories", "expected either items or categories, found both");
    }
    const char* const list = has_items ? "items" : "categories";
    collection_.names =
        read_words(reader_.required_list(list), place_.member(list), "an id or name of 1 to 64 characters", is_name,
                   reading_.problems, kMaxReportCells - 1);
    const Json* const event = reader_.optional("event");
    if (event == nullptr) return;
    if (collection_.by_category) {
      reader_.report("event", "categories are counted by interest, which all events make\nleave the event out");
      return;
    }
    constexpr std::string_view kEvents[] = {"view_item", "purchase"};
    collection_.event = reader_.word("event", kEvents) == 0 ? event::Kind::kViewItem : event::Kind::kPurchase;
  }

  Place place_;
  Reading& reading_;
  ObjectReader reader_;
  Collection collection_;
};

}  // namespace

void read_privacy(const Json& json, const Place& place, Problems& problems, Privacy& privacy) {
  const ObjectReader reader(json, place, "consentText retention segmentMinimum reports", problems);
  privacy.consent_text = reader.whole("consentText", 1, kMaxConsentText, privacy.consent_text);
  privacy.segment_minimum = reader.whole("segmentMinimum", 1, kMaxSegmentSize, privacy.segment_minimum);
  const Json* const retention = reader.optional("retention");
  if (retention == nullptr) return;
  const Place here = place.member("retention");
  const ObjectReader days(*retention, here, "profile history answers", problems);
  const auto read = [&](const char* name, std::uint16_t& value) {
    value = static_cast<std::uint16_t>(days.whole(name, 1, kMaxRetentionDays, value));
  };
  read("profile", privacy.retention.profile);
  read("history", privacy.retention.history);
  read("answers", privacy.retention.answers);
}

NOREN_PART_ENTRY void read_reports(const Json& json, const Place& place, Reading& reading) {
  Problems& problems = reading.problems;
  Reports& reports = reading.site.privacy.reports;
  const ObjectReader reader(json, place, "endpoint epochDays epsilonPerEpoch epsilonLifetime collect", problems);
  if (const Json* const endpoint = reader.required("endpoint")) {
    if (is_path(endpoint->string())) {
      reports.endpoint = endpoint->string();
    } else {
      reader.refuse("endpoint", "a path of this site such as \"/noren/reports\"");
    }
  }
  reports.epoch_days = static_cast<std::uint16_t>(reader.whole("epochDays", 1, kMaxEpochDays, reports.epoch_days));
  reports.epoch_epsilon = read_epsilon(reader, "epsilonPerEpoch", kMaxEpochEpsilon, reports.epoch_epsilon);
  reports.lifetime_epsilon = read_epsilon(reader, "epsilonLifetime", kMaxLifetimeEpsilon, reports.lifetime_epsilon);
  const List<Json>& list = reader.required_list("collect");
  if (list.size() > kMaxCollections) {
    reader.report("collect", "expected at most % reports, found %", {kMaxCollections, list.size()});
    return;
  }
  Ids ids("report", problems);
  const Place all = place.member("collect");
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    reports.collect.push_back(CollectionReader(list[i], all.element(i), ids, reading).take());
    sum += reports.collect.back().epsilon;
  }
  // Every report comes in every epoch; one that is never paid for would only look like it.
  if (sum > reports.epoch_epsilon) {
    reader.report("collect",
                  "the reports cost % of epsilon together, epsilonPerEpoch allows %\n"
                  "leave some out, give them less, or allow more",
                  {sum / kMicro, reports.epoch_epsilon / kMicro});
  }
  if (reports.lifetime_epsilon < reports.epoch_epsilon) {
    reader.report("epsilonLifetime", "expected at least epsilonPerEpoch, which is %", {reports.epoch_epsilon / kMicro});
  }
}

}  // namespace noren::site
