// Which conditions decide a rule: for people by example, and against trying everything out.

#include "core/rules/reasons.h"

#include <bit>

#include "core/base/hash.h"
#include "tests/unit/rules/rule_site.h"

namespace noren::rules {
namespace {

std::string because(const Evaluation& evaluation, NodeIndex rule) {
  JsonWriter out;
  explain_reasons(evaluation, rule, out);
  return out.take();
}

// Conditions are the attributes interest.category.a, …b and so on, 1 for those named in `true_ones` and 0 for the others. Of each that
// decides the rule: its letter, a capital where it holds, and what is asked of it: "+" to hold, "-" not to, "?" nothing.
std::string deciding(const CompiledRules& rules, std::string_view true_ones) {
  Evaluation evaluation(rules.program, rules.symbols);
  for (std::size_t i = 0; i < rules.program.attributes().size(); ++i) {
    const bool held = true_ones.find(rules.program.attributes()[i].name.back()) != std::string_view::npos;
    evaluation.set(i, Value::of(held ? 1.0 : 0.0));
  }
  evaluation.run();
  std::string text;
  for (const Reason& reason : reasons(evaluation, rules.roots[0])) {
    const Node& node = rules.program.nodes()[reason.condition];
    char letter = '*';
    if (node.op == Op::kAttribute) letter = rules.program.attribute(node).name.back();
    text += static_cast<char>(reason.held ? letter - 'a' + 'A' : letter);
    text += reason.demand == Reason::Demand::kTrue ? '+' : reason.demand == Reason::Demand::kFalse ? '-' : '?';
  }
  return text;
}

std::string attribute(char letter) { return std::string(R"({"var": "interest.category.)") + letter + "\"}"; }

// A rule with letters for attributes: deciding("and(a, b)", "a")
std::string deciding(std::string_view short_form, std::string_view true_ones) {
  std::string rule;
  for (std::size_t i = 0; i < short_form.size(); ++i) {
    const std::size_t call = short_form.find_first_of("(,) ", i);
    const std::string_view word = short_form.substr(i, call - i);
    if (!word.empty() && call != std::string_view::npos && short_form[call] == '(') {
      rule += "{\"" + std::string(word) + "\": [";
    } else if (!word.empty()) {
      rule += word.size() == 1 && word[0] >= 'a' && word[0] <= 'z' ? attribute(word[0]) : std::string(word);
    }
    if (call == std::string_view::npos) break;
    if (short_form[call] == ')') rule += "]}";
    if (short_form[call] == ',') rule += ',';
    i = call;
  }
  const CompiledRules rules({rule});
  EXPECT_TRUE(rules.errors.empty()) << rule;
  return rules.errors.empty() ? deciding(rules, true_ones) : "";
}

TEST(Reasons, AreTheConditionsThatForceTheRule) {
  const struct {
    const char* rule;
    const char* true_ones;
    const char* expected;
  } cases[] = {
      {"a", "a", "A+"},
      {"a", "", "a+"},
      {"and(a, b, c)", "abc", "A+B+C+"},
      {"and(a, b, c)", "a", "b+"},
      {"or(a, b, c)", "bc", "B+"},
      {"or(a, b)", "", "a+b+"},
      {"!(a)", "a", "A-"},
      {"!(and(a, b))", "a", "b-"},
      {"!(or(a, b))", "", "a-b-"},
      {"!!(!(!(a)))", "a", "A+"},
      // The smaller of two.
      {"or(and(a, b), c)", "abc", "C+"},
      {"and(or(a, b), c)", "", "c+"},
      // Of an if the conditions passed and the branch taken.
      {"if(a, b, c)", "ab", "A?B+"},
      {"if(a, b, c)", "c", "a?C+"},
      {"if(a, b, c, d, e)", "ce", "a?C?d+"},
      {"if(a, b)", "b", "a?"},
      {"?:(a, 1, 0)", "a", "A?"},
      {"!(if(a, b, c))", "ab", "A?B-"},
      // Both branches, where telling which is taken takes more.
      {"if(and(a, b), c, d)", "abcd", "C+D+"},
      {"if(a, 1, 1)", "a", ""},
      // Nothing can change these.
      {"and(true, a, ==(1, 1))", "a", "A+"},
      {"and(a, false)", "a", ""},
      // A condition that stands there twice counts once, and may decide twice.
      {"and(or(a, b), or(b, c))", "abc", "B+"},
      {"and(or(a, b), or(c, b), or(d, b), or(a, d))", "abcd", "B+A+"},
      {"and(a, !(b), a)", "a", "A+b-"},
      {"or(and(a, b), and(!(a), c))", "ab", "A+B+"},
      {"and(or(a, b), or(!(a), c))", "abc", "A+C+"},
      {"and(if(a, b, c), a)", "ab", "A+B+"},
  };
  for (const auto& [rule, true_ones, expected] : cases) {
    EXPECT_EQ(deciding(rule, true_ones), expected) << rule << " with " << true_ones;
  }
}

class Random {
 public:
  std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(mix64(state_ += 0x9e3779b97f4a7c15u) % bound);
  }

 private:
  std::uint64_t state_ = 20261122;
};

// Random rules over few conditions, each of them at most once or, joined by and and or alone, any number of times.
class RandomRule {
 public:
  RandomRule(Random& random, std::size_t conditions, bool once) : random_(random), left_(conditions), once_(once) {}

  std::string text(int depth) {
    const std::size_t form = random_.below(depth == 0 ? 2 : 10);
    if (form == 0 && random_.below(4) == 0) return random_.below(2) == 0 ? "true" : "0";
    if (form < 2 && left_ > 0) return condition();
    if (depth == 0) return "\"constant\"";
    if (form < 5 || !once_) {
      std::string rule = random_.below(2) == 0 ? "{\"and\": [" : "{\"or\": [";
      for (std::size_t i = 0, count = 1 + random_.below(3); i < count; ++i)
        rule += (i > 0 ? "," : "") + text(depth - 1);
      return rule + "]}";
    }
    if (form < 6) return "{\"!\": [" + text(depth - 1) + "]}";
    if (form < 7) return "{\"!!\": [" + text(depth - 1) + "]}";
    std::string rule = "{\"if\": [";
    for (std::size_t i = 0, count = 1 + random_.below(5); i < count; ++i) rule += (i > 0 ? "," : "") + text(depth - 1);
    return rule + "]}";
  }

 private:
  std::string condition() {
    const char letter = static_cast<char>('a' + (once_ ? --left_ : random_.below(left_)));
    return letter % 3 == 0 ? "{\">\": [" + attribute(letter) + ", 0]}" : attribute(letter);
  }

  Random& random_;
  std::size_t left_;
  bool once_;
};

// The conditions of a rule, and the truth of the rule for each combination of theirs.
struct TruthTable {
  std::vector<NodeIndex> conditions;
  std::vector<bool> holds;

  // Whether the rule is as it is for `state`, whatever the conditions outside of `fixed` are.
  bool forced(std::uint32_t state, std::uint32_t fixed) const {
    for (std::uint32_t other = 0; other < holds.size(); ++other) {
      if (((state ^ other) & fixed) == 0 && holds[other] != holds[state]) return false;
    }
    return true;
  }
};

TEST(Reasons, ForceTheRuleAndNoSmallerSetDoes) {
  Random random;
  std::size_t decided_by_several = 0;
  for (int round = 0; round < 1500; ++round) {
    const bool once = round % 2 == 0;
    const CompiledRules rules({RandomRule(random, 6, once).text(4)});
    ASSERT_TRUE(rules.errors.empty());
    const std::size_t count = rules.program.attributes().size();
    Evaluation evaluation(rules.program, rules.symbols);
    const auto set = [&](std::uint32_t state) {
      for (std::size_t i = 0; i < count; ++i) evaluation.set(i, Value::of((state >> i & 1) != 0 ? 1.0 : 0.0));
      evaluation.run();
    };
    TruthTable table;
    for (std::uint32_t state = 0; state < 1u << count; ++state) {
      set(state);
      table.holds.push_back(evaluation.holds(rules.roots[0]));
    }
    for (std::uint32_t state = 0; state < table.holds.size(); ++state) {
      set(state);
      std::uint32_t named = 0;
      for (const Reason& reason : reasons(evaluation, rules.roots[0])) {
        const Node& node = rules.program.nodes()[reason.condition];
        const NodeIndex read =
            node.op == Op::kAttribute ? reason.condition : rules.program.children(reason.condition)[0];
        const std::uint32_t bit = 1u << rules.program.nodes()[read].payload;
        EXPECT_EQ(reason.held, (state & bit) != 0);
        named |= bit;
      }
      ASSERT_TRUE(table.forced(state, named));
      const int size = std::popcount(named);
      decided_by_several += size > 1 ? 1 : 0;
      for (std::uint32_t fewer = 0; fewer < table.holds.size(); ++fewer) {
        ASSERT_FALSE(std::popcount(fewer) < size && table.forced(state, fewer));
      }
    }
  }
  EXPECT_GT(decided_by_several, 1000u);
}

TEST(Reasons, LookIntoASegmentThatOneConditionDecides) {
  SymbolTable symbols;
  profile::NameTable names;
  List<Error> errors;
  profile::Rules profile_rules;
  Compiler compiler(symbols, names, profile_rules);
  const std::uint32_t buyer = compiler.declare_segment("buyer");
  const Place top;
  const auto condition =
      Json::parse(R"({"and": [{">": [{"var": "cart.items"}, 0]}, {">": [{"var": "cart.value"}, 5000]}]})");
  compiler.define_segment(buyer, compiler.compile(*condition, top, errors));
  const auto rule = Json::parse(R"({"and": [{"var": "segment.buyer"}, {"!": {"var": "page.exit_intent"}}]})");
  const NodeIndex root = compiler.compile(*rule, top, errors);
  const Program program = compiler.finish();
  ASSERT_TRUE(errors.empty());
  Evaluation evaluation(program, symbols);
  const auto set = [&](double items, double value) {
    evaluation.set(0, Value::of(items));
    evaluation.set(1, Value::of(value));
    evaluation.set(2, Value::boolean(false));
    evaluation.run();
  };
  set(1, 4000);
  EXPECT_EQ(because(evaluation, root),
            R"([{"held":false,"needed":true,"op":">","value":false,"args":[)"
            R"({"op":"var","value":4000,"attribute":"cart.value"},{"op":"constant","value":5000}]}])");
  set(1, 6000);
  EXPECT_EQ(because(evaluation, root),
            R"([{"held":true,"needed":true,"op":"var","value":true,"attribute":"segment.buyer"},)"
            R"({"held":false,"needed":false,"op":"var","value":false,"attribute":"page.exit_intent"}])");
}

TEST(Reasons, LeaveOutWhatIsNeededWhereAConditionOnlyChooses) {
  const CompiledRules rules({R"({"if": [{"var": "page.exit_intent"}, true, false]})"});
  const Evaluation evaluation(rules.program, rules.symbols);
  EXPECT_EQ(because(evaluation, rules.roots[0]),
            R"([{"held":false,"op":"var","value":null,"attribute":"page.exit_intent"}])");
  EXPECT_EQ(because(evaluation, kNoNode), "[]");
}

TEST(Reasons, TakeAnOperationThatFailedAsAWhole) {
  SymbolTable symbols;
  profile::NameTable names;
  List<Error> errors;
  profile::Rules profile_rules;
  Compiler compiler(symbols, names, profile_rules);
  const auto rule = Json::parse(R"({"!": {"or": [{"missing_some": [1, {"var": "a"}]}, {"var": "b"}]}})");
  const NodeIndex root = compiler.compile_for_document(*rule, Place(), errors);
  const Program program = compiler.finish();
  Evaluation evaluation(program, symbols);
  ASSERT_TRUE(evaluation.value(root).is_error());
  const List<Reason> found = reasons(evaluation, root);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].condition, root);
  EXPECT_FALSE(found[0].held);
}

}  // namespace
}  // namespace noren::rules
