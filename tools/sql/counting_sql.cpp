#include "tools/sql/counting_sql.h"

#include <array>
#include <span>

#include "tools/log/log_builder.h"
#include "tools/train/counting.h"

namespace noren::tools {
namespace {

// @NAME@ is replaced. Truths are 0 and 1, so that all dialects read them alike.
constexpr std::string_view kQuery =
    R"SQL(-- The counting pass of a Noren shop model; noren model build --counts reads its result.
-- @PARAMETERS_COMMENT@
WITH given AS (
  SELECT
    CASE WHEN session IS NULL THEN 'v' || visitor ELSE 's' || session END AS session_key,
    CASE WHEN visitor IS NULL THEN 's' || session ELSE 'v' || visitor END AS who,
    CASE WHEN session IS NULL THEN 1 ELSE 0 END AS is_cut,
    CAST(time AS @INT@) AS time, CAST(line AS @INT@) AS line, event, item, price
  FROM @TABLE@
  WHERE event IN ('view_item', 'select_item', 'add_to_cart', 'add_to_wishlist', 'remove_from_cart', 'purchase')
    AND item IS NOT NULL AND item <> '' AND COALESCE(session, visitor) IS NOT NULL
),
precision_of_times AS (
  SELECT MAX(CASE WHEN MOD(time, 60000) <> 0 THEN 1 ELSE 0 END) AS is_fine FROM given
),
-- The same event twice counts once; a session is of whom its first line names.
placed AS (
  SELECT
    session_key, is_cut, time, line, event, item,
    FIRST_VALUE(who) OVER (PARTITION BY session_key ORDER BY line, time, item) AS who,
    MIN(line) OVER (PARTITION BY session_key) AS first_line,
    CASE WHEN @DROP_DUPLICATES@ = 1 AND is_fine = 1
      THEN ROW_NUMBER() OVER (PARTITION BY session_key, time, event, item ORDER BY line) ELSE 1 END AS copy
  FROM given CROSS JOIN precision_of_times
),
gaps AS (
  SELECT
    session_key, time, line, event, item, who, first_line,
    CASE WHEN is_cut = 1 AND @SILENCE@ > 0
      AND time - LAG(time) OVER (PARTITION BY session_key ORDER BY time, line, item) > @SILENCE@ THEN 1 ELSE 0 END AS is_gap
  FROM placed WHERE copy = 1
),
cuts AS (
  SELECT
    time, line, event, item, who, first_line, session_key,
    SUM(is_gap) OVER (PARTITION BY session_key ORDER BY time, line, item
                      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS cut
  FROM gaps
),
named AS (
  SELECT
    who, time, line, event, item, first_line, cut,
    session_key || '#' || CAST(cut AS @TEXT@) AS visit
  FROM cuts
),
-- What no human does.
crowds AS (
  SELECT who, COUNT(*) AS events FROM placed GROUP BY who
),
views_before AS (
  SELECT
    visit, time - LAG(time, @VIEWS_A_MINUTE@) OVER (PARTITION BY visit ORDER BY time, line, item) AS sixty_take
  FROM named WHERE event IN ('view_item', 'select_item')
),
haste AS (
  SELECT visit, MIN(sixty_take) AS shortest FROM views_before GROUP BY visit
),
visits AS (
  SELECT
    named.visit, MIN(named.who) AS who, MAX(time) AS ended, MIN(first_line) AS first_line, MIN(cut) AS cut
  FROM named JOIN crowds ON named.who = crowds.who LEFT JOIN haste ON named.visit = haste.visit
    CROSS JOIN precision_of_times
  GROUP BY named.visit
  HAVING (@MAX_EVENTS@ = 0 OR (COUNT(*) <= @MAX_EVENTS@ AND MAX(events) <= @MAX_VISITOR_EVENTS@))
    AND (@VIEWS_A_MINUTE@ = 0 OR MAX(is_fine) = 0 OR COALESCE(MIN(shortest), 60000) >= 60000)
),
span AS (
  SELECT MAX(ended) AS newest, @DIV(MAX(ended) - MIN(ended), 64)@ + 1 AS step FROM visits
),
aged AS (
  SELECT visit, who, ended, first_line, cut, LEAST(63, @DIV(newest - ended, step)@) AS age
  FROM visits CROSS JOIN span
),
-- Looks and purchases. The same again is a reload and no step; the newest @MAX_STEPS@ of a session count.
looks AS (
  SELECT
    named.visit, time, line, item, CASE WHEN event = 'purchase' THEN 1 ELSE 0 END AS bought
  FROM named JOIN aged ON named.visit = aged.visit
  WHERE event <> 'remove_from_cart'
),
before AS (
  SELECT
    visit, time, line, item, bought,
    LAG(item) OVER (PARTITION BY visit ORDER BY time, line, item) AS item_before,
    LAG(bought) OVER (PARTITION BY visit ORDER BY time, line, item) AS bought_before
  FROM looks
),
ranked AS (
  SELECT
    visit, item, bought,
    ROW_NUMBER() OVER (PARTITION BY visit ORDER BY time, line, item) AS place,
    COUNT(*) OVER (PARTITION BY visit) AS places
  FROM before
  WHERE item_before IS NULL OR item_before <> item OR bought_before <> bought
),
steps AS (
  SELECT
    ranked.visit, item, bought, place, who, age,
    ROW_NUMBER() OVER (PARTITION BY who ORDER BY ended, first_line, cut, ranked.visit, place) AS place_of_who,
    CAST(CASE age @AGE@ END AS @INT@) AS age_weight,
    CAST(CASE age @TREND@ END AS @INT@) AS trend_weight
  FROM ranked JOIN aged ON ranked.visit = aged.visit
  WHERE places - place < @MAX_STEPS@
),
-- Relation by relation.
viewed_steps AS (
  SELECT
    visit, item, who, age_weight,
    ROW_NUMBER() OVER (PARTITION BY visit ORDER BY place) AS place,
    COUNT(*) OVER (PARTITION BY visit) AS views
  FROM steps WHERE bought = 0
),
both_ways AS (
  SELECT
    earlier.visit, earlier.who, earlier.item AS source, later.item AS target, earlier.views, earlier.age_weight,
    CASE WHEN earlier.item = later.item THEN @SELF@ ELSE @FORWARD@ END AS direction, later.place - earlier.place AS distance
  FROM viewed_steps AS earlier JOIN viewed_steps AS later
    ON earlier.visit = later.visit AND later.place > earlier.place AND later.place <= earlier.place + @WINDOW@
  UNION ALL
  SELECT
    earlier.visit, earlier.who, later.item AS source, earlier.item AS target, earlier.views, earlier.age_weight,
    @BACKWARD@ AS direction, later.place - earlier.place AS distance
  FROM viewed_steps AS earlier JOIN viewed_steps AS later
    ON earlier.visit = later.visit AND later.place > earlier.place AND later.place <= earlier.place + @WINDOW@
  WHERE earlier.item <> later.item
),
viewed AS (
  SELECT
    visit, MIN(who) AS who, source, target,
    MAX(direction * CAST(CASE distance @DISTANCE@ END AS @INT@)) * MIN(CAST(CASE views @LENGTH@ END AS @INT@))
      * MIN(age_weight) AS weight
  FROM both_ways WHERE direction > 0
  GROUP BY visit, source, target
),
bought_with AS (
  SELECT one.visit, MIN(one.who) AS who, one.item AS source, other.item AS target, MIN(one.age_weight) AS weight
  FROM steps AS one JOIN steps AS other
    ON one.visit = other.visit AND one.item <> other.item AND one.bought = 1 AND other.bought = 1
  GROUP BY one.visit, one.item, other.item
),
bought_after_view AS (
  SELECT one.visit, MIN(one.who) AS who, one.item AS source, other.item AS target, MIN(one.age_weight) AS weight
  FROM steps AS one JOIN steps AS other
    ON one.visit = other.visit AND one.item <> other.item AND one.bought = 0 AND other.bought = 1
    AND other.place > one.place
  GROUP BY one.visit, one.item, other.item
),
ends AS (
  SELECT
    who, item, bought, age_weight,
    COALESCE(
      MIN(CASE WHEN bought = 0 THEN place_of_who END)
        OVER (PARTITION BY visit ORDER BY place ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING),
      MAX(place_of_who) OVER (PARTITION BY visit) + 1) AS order_end
  FROM steps
),
complements AS (
  SELECT ends.who, order_end, ends.item AS source, later.item AS target, MIN(ends.age_weight) AS weight
  FROM ends JOIN steps AS later
    ON ends.who = later.who AND ends.item <> later.item AND ends.bought = 1
    AND later.place_of_who >= order_end AND later.place_of_who < order_end + @WINDOW@
  GROUP BY ends.who, order_end, ends.item, later.item
),
visits_of_item AS (
  SELECT
    visit, item, MIN(who) AS who, MIN(trend_weight) AS trend_weight,
    SUM(1 - bought) AS views, SUM(bought) AS purchases, MAX(bought) AS has_bought
  FROM steps GROUP BY visit, item
),
visitors_of_item AS (
  SELECT
    who, item, SUM(trend_weight) AS trend, SUM(views) AS views, SUM(purchases) AS purchases,
    CASE WHEN SUM(has_bought) > 1 THEN 1 ELSE 0 END AS again
  FROM visits_of_item GROUP BY who, item
),
price_order AS (
  SELECT item, price, ROW_NUMBER() OVER (PARTITION BY item ORDER BY time DESC, line DESC) AS newest_first
  FROM given WHERE price IS NOT NULL
),
prices AS (SELECT item, price FROM price_order WHERE newest_first = 1)
@LOG_ROWS@
SELECT 'item' AS kind, visitors_of_item.item AS source, NULL AS target, SUM(trend) AS total, COUNT(*) AS sessions,
  SUM(views) AS views, SUM(purchases) AS purchases, SUM(again) AS again, MAX(price) AS price
FROM visitors_of_item LEFT JOIN prices ON visitors_of_item.item = prices.item
GROUP BY visitors_of_item.item
@PAIR_ROWS@
)SQL";

struct Dialect {
  std::string_view name;
  std::string_view whole_number;
  std::string_view text;
};
constexpr Dialect kDialects[] = {
    {"duckdb", "BIGINT", "VARCHAR"}, {"spark", "BIGINT", "STRING"}, {"bigquery", "INT64", "STRING"}};

void replace(std::string& text, const std::string& name, const std::string& value) {
  const std::string wanted = "@" + name + "@";
  for (std::size_t at = 0; (at = text.find(wanted, at)) != std::string::npos; at += value.size())
    text.replace(at, wanted.size(), value);
}

// @DIV(a, b)@: division of whole numbers that are not negative, rounded down. Exact, because both are below 2^53.
void replace_divisions(std::string& text, SqlDialect dialect) {
  constexpr std::string_view kBegin = "@DIV(";
  for (std::size_t at = 0; (at = text.find(kBegin, at)) != std::string::npos;) {
    const std::size_t end = text.find(")@", at);
    std::string inside = text.substr(at + kBegin.size(), end - at - kBegin.size());
    const std::size_t comma = inside.rfind(", ");
    const std::string left = inside.substr(0, comma);
    const std::string right = inside.substr(comma + 2);
    const auto write = [&](const char* before, const char* between, const char* after) {
      return std::string(before).append(left).append(between).append(right).append(after);
    };
    std::string written = write("DIV(", ", ", ")");
    if (dialect == SqlDialect::kDuckDb) written = write("((", ") // ", ")");
    if (dialect == SqlDialect::kSpark) written = write("((", ") DIV ", ")");
    text.replace(at, end + 2 - at, written);
  }
}

std::string cases(std::span<const std::uint32_t> table, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < table.size(); ++i)
    text += (text.empty() ? "WHEN " : " WHEN ") + std::to_string(i) + " THEN " + std::to_string(table[i]);
  return text;
}

std::string literal(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

std::string log_rows(const SqlOptions& options, std::string_view text_type) {
  const std::string rest =
      "CAST(NULL AS " + std::string(kDialects[static_cast<std::size_t>(options.dialect)].whole_number) + ")";
  const auto row = [&](const std::string& name, const std::string& value, const std::string& target) {
    return "SELECT 'log' AS kind, '" + name + "' AS source, CAST(" + target + " AS " + std::string(text_type) +
           ") AS target, " + value + " AS total, " + rest + " AS sessions, " + rest + " AS views, " + rest +
           " AS purchases, " + rest + " AS again, NULL AS price\n";
  };
  std::string text = row("sessions", "COUNT(DISTINCT visit)", "NULL") + "FROM steps\nUNION ALL\n";
  text += row("steps", "COUNT(*)", "NULL") + "FROM steps\nUNION ALL\n";
  text += row("events", "COUNT(*)", "NULL") + "FROM looks\nUNION ALL\n";
  text += row("newest", "MAX(newest)", "NULL") + "FROM span\nUNION ALL\n";
  text += row("min_sessions", std::to_string(options.min_sessions), "NULL") + "UNION ALL\n";
  return text + row("parameters", "0", literal(to_text(options.parameters))) + "UNION ALL";
}

std::string pair_rows(const SqlOptions& options) {
  constexpr std::pair<const char*, const char*> kRelations[] = {{"viewed", "viewed"},
                                                                {"bought", "bought_with"},
                                                                {"bought_after_view", "bought_after_view"},
                                                                {"complements", "complements"}};
  std::string text;
  for (const auto& [kind, table] : kRelations) {
    text += std::string(text.empty() ? "" : "\n") + "UNION ALL\nSELECT '" + kind +
            "' AS kind, source, target, SUM(weight) AS total, COUNT(DISTINCT who) AS sessions,\n"
            "  NULL AS views, NULL AS purchases, NULL AS again, NULL AS price\nFROM " +
            table + " GROUP BY source, target HAVING COUNT(DISTINCT who) >= " + std::to_string(options.min_sessions);
  }
  return text;
}

}  // namespace

std::optional<SqlDialect> find_sql_dialect(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kDialects); ++i) {
    if (kDialects[i].name == name) return static_cast<SqlDialect>(i);
  }
  return std::nullopt;
}

std::string counting_sql(const SqlOptions& options) {
  const Dialect& dialect = kDialects[static_cast<std::size_t>(options.dialect)];
  const CountingParameters counting = counting_parameters(options.parameters.counting, {});
  std::string text(kQuery);
  replace(text, "LOG_ROWS", log_rows(options, dialect.text));
  replace(text, "PAIR_ROWS", pair_rows(options));
  replace(text, "PARAMETERS_COMMENT", to_text(options.parameters));
  replace(text, "TABLE", options.table);
  replace(text, "INT", std::string(dialect.whole_number));
  replace(text, "TEXT", std::string(dialect.text));
  const LogCleaning& cleaning = options.cleaning;
  const std::pair<const char*, std::uint64_t> numbers[] = {
      {"SILENCE", static_cast<std::uint64_t>(cleaning.silence)},
      {"MAX_EVENTS", cleaning.max_session_events},
      {"MAX_VISITOR_EVENTS", LogBuilder::kMaxVisit},
      {"VIEWS_A_MINUTE", cleaning.max_views_a_minute},
      {"DROP_DUPLICATES", cleaning.drop_duplicates ? 1 : 0},
      {"MAX_STEPS", kMaxSteps},
      {"WINDOW", kWindow},
      {"FORWARD", counting.forward},
      {"BACKWARD", counting.backward},
      {"SELF", counting.self},
  };
  for (const auto& [name, number] : numbers) replace(text, name, std::to_string(number));
  replace(text, "DISTANCE", cases(counting.distance, 1));
  replace(text, "LENGTH", cases(counting.length, 1));
  replace(text, "AGE", cases(counting.age, 0));
  replace(text, "TREND", cases(counting.trend, 0));
  replace_divisions(text, options.dialect);
  return text;
}

}  // namespace noren::tools
