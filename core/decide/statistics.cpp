#include "core/decide/statistics.h"

#include <cmath>

#include "core/base/concat.h"
#include "core/base/numeric.h"
#include "core/decide/posterior.h"

namespace noren::decide {
namespace {

constexpr double kLn2 = 0.693147180559945309417;
constexpr double kMaxShown = 1e12;
constexpr double kMaxEpsilon = 20;
constexpr std::size_t kMaxArms = 100;
constexpr int kHalvings = 60;

double ln(double x) { return log2_exact(x) * kLn2; }
double exp(double x) { return exp2_exact(x / kLn2); }

// Binary randomized response: the truth with probability e^epsilon / (1 + e^epsilon), else its opposite.
struct Noise {
  explicit Noise(double epsilon) : slope(epsilon > 0 ? 1 - 2 / (1 + exp(epsilon)) : 1), lowest((1 - slope) / 2) {}
  double noised(double rate) const { return lowest + slope * rate; }
  double true_rate(double noised) const { return (noised - lowest) / slope; }
  double slope;
  double lowest;
};

// P(Z > z) of the standard normal distribution, z >= 0.
double normal_tail(double z) {
  const double density = exp(-0.5 * z * z) * 0.398942280401432677940;
  if (z < 3) {
    double term = z;
    double sum = z;
    for (int n = 1; n < 100 && term > 1e-18 * sum; ++n) sum += term *= z * z / (2.0 * n + 1.0);
    return 0.5 - density * sum;
  }
  double fraction = z;
  for (int n = 60; n > 0; --n) fraction = z + n / fraction;
  return density / fraction;
}

std::unexpected<Error> bad(std::string_view path, std::string_view message, std::string_view hint = {}) {
  return fail(ErrorCode::kInvalidArgument, message, path, hint);
}

// The d with P(other's rate - base's rate <= d) = p.
double difference_quantile(const Posterior& base, const Posterior& other, double p) {
  double low = -1;
  double high = 1;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = 0.5 * (low + high);
    double below = 0;
    base.for_each_cell([&](double x, double probability) { below += probability * other.below(x + middle); });
    (below < p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double probability_best(const std::vector<Posterior>& arms, std::size_t arm) {
  double sum = 0;
  arms[arm].for_each_cell([&](double x, double probability) {
    for (std::size_t other = 0; other < arms.size(); ++other) {
      if (other != arm) probability *= arms[other].below(x);
    }
    sum += probability;
  });
  return sum;
}

double share_probability(const std::vector<ArmTotals>& arms, double shown, double weights) {
  double square = 0;
  std::size_t dealt = 0;
  for (const ArmTotals& arm : arms) {
    const double expected = shown * arm.weight / weights;
    if (expected > 0) {
      square += (arm.shown - expected) * (arm.shown - expected) / expected;
      ++dealt;
    } else if (arm.shown > 0) {
      return 0;
    }
  }
  return dealt > 1 && shown > 0 ? chi_square_tail(square, dealt - 1) : 1;
}

}  // namespace

Result<ExperimentResult> read_experiment(const std::vector<ArmTotals>& arms, double epsilon, double credibility) {
  if (arms.size() < 2 || arms.size() > kMaxArms) {
    return bad("arms", concat({"found ", arms.size(), " arms, expected 2 to ", kMaxArms}));
  }
  if (!(epsilon >= 0 && epsilon <= kMaxEpsilon)) return bad("epsilon", "expected 0 (no noise) to 20");
  if (!(credibility > 0 && credibility < 1)) return bad("credibility", "expected a number between 0 and 1");
  double shown = 0;
  double weights = 0;
  for (std::size_t i = 0; i < arms.size(); ++i) {
    const ArmTotals& arm = arms[i];
    const std::string place = concat({"arms[", i, "]"});
    if (!(arm.shown >= 0 && arm.shown <= kMaxShown && arm.shown == std::floor(arm.shown))) {
      return bad(place + ".shown", "expected a whole number, 0 to 1e12");
    }
    if (!(arm.succeeded >= 0 && arm.succeeded <= arm.shown && arm.succeeded == std::floor(arm.succeeded))) {
      return bad(place + ".succeeded", "expected a whole number, not above shown");
    }
    if (!(arm.weight >= 0 && arm.weight <= kMaxShown)) return bad(place + ".weight", "expected a number of at least 0");
    shown += arm.shown;
    weights += arm.weight;
  }
  if (!(weights > 0)) return bad("arms", "the weights sum to nothing", "give at least one arm a weight above 0");

  const Noise noise(epsilon);
  std::vector<Posterior> posteriors;
  posteriors.reserve(arms.size());
  for (const ArmTotals& arm : arms) posteriors.emplace_back(arm.shown, arm.succeeded);
  const double lower = (1 - credibility) / 2;
  ExperimentResult result;
  for (std::size_t i = 0; i < arms.size(); ++i) {
    ArmResult& arm = result.arms.emplace_back();
    if (arms[i].shown > 0) arm.rate = noise.true_rate(arms[i].succeeded / arms[i].shown);
    arm.credible = {noise.true_rate(posteriors[i].quantile(lower)), noise.true_rate(posteriors[i].quantile(1 - lower))};
    arm.probability_best = probability_best(posteriors, i);
    if (i == 0) continue;
    arm.difference = arm.rate - result.arms.front().rate;
    arm.difference_credible = {difference_quantile(posteriors[0], posteriors[i], lower) / noise.slope,
                               difference_quantile(posteriors[0], posteriors[i], 1 - lower) / noise.slope};
    posteriors[i].for_each_cell(
        [&](double x, double probability) { arm.probability_better += probability * posteriors[0].below(x); });
  }
  result.share_probability = share_probability(arms, shown, weights);
  result.shares_mismatch = result.share_probability < kMismatch;
  return result;
}

Result<double> visitors_per_arm(const ExperimentPlan& plan) {
  const auto is_share = [](double p) { return p > 0 && p < 1; };
  if (!is_share(plan.baseline)) return bad("baseline", "expected a rate between 0 and 1", "3 % is 0.03");
  if (plan.lift == 0 || !is_share(plan.baseline * (1 + plan.lift))) {
    return bad("lift", "expected a relative change that leaves the rate between 0 and 1", "+10 % is 0.1");
  }
  if (!is_share(plan.power)) return bad("power", "expected a probability between 0 and 1");
  if (!is_share(plan.alpha)) return bad("alpha", "expected a probability between 0 and 1");
  if (!(plan.epsilon >= 0 && plan.epsilon <= kMaxEpsilon)) return bad("epsilon", "expected 0 (no noise) to 20");
  const Noise noise(plan.epsilon);
  const double before = noise.noised(plan.baseline);
  const double after = noise.noised(plan.baseline * (1 + plan.lift));
  const double z = normal_quantile(1 - plan.alpha / 2) + normal_quantile(plan.power);
  const double variance = before * (1 - before) + after * (1 - after);
  return std::floor(z * z * variance / ((after - before) * (after - before)) + 0.5);
}

double chi_square_tail(double x, std::size_t degrees) {
  if (x <= 0) return 1;
  // Q(a + 1, y) = Q(a, y) + y^a e^-y / gamma(a + 1), from Q(1/2, y) or Q(1, y); terms as logarithms, for they leave doubles' range.
  const double y = x / 2;
  const bool odd = degrees % 2 == 1;
  double sum = odd ? 2 * normal_tail(std::sqrt(x)) : exp(-y);
  double a = odd ? 0.5 : 1;
  double log_term = odd ? 0.5 * ln(y) - y + 0.120782237635245222 : ln(y) - y;  // -ln gamma(3/2)
  for (; 2 * a < static_cast<double>(degrees); ++a) {
    sum += exp(log_term);
    log_term += ln(y) - ln(a + 1);
  }
  return sum < 1 ? sum : 1;
}

double normal_quantile(double p) {
  if (p > 0.5) return -normal_quantile(1 - p);
  double low = 0;
  double high = 40;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = 0.5 * (low + high);
    (normal_tail(middle) > p ? low : high) = middle;
  }
  return -0.5 * (low + high);
}

}  // namespace noren::decide
