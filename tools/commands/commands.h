// The subcommands of `noren`. Each function adds one to the command line; when it is chosen it runs and sets the exit code.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "core/base/result.h"
#include "tools/train/parameters.h"

namespace noren::tools {

// Exit codes of every subcommand.
inline constexpr int kDone = 0;
inline constexpr int kProblem = 1;   // the input has problems, or a file can't be read or written
inline constexpr int kBadUsage = 2;  // the command line itself is wrong

void add_model_build(CLI::App& model, int& exit_code);
void add_model_inspect(CLI::App& model, int& exit_code);
void add_model_split(CLI::App& model, int& exit_code);
void add_bandit(CLI::App& app, int& exit_code);
void add_model_sql(CLI::App& model, int& exit_code);
void add_attributes(CLI::App& app, int& exit_code);
void add_validate(CLI::App& app, int& exit_code);
void add_evaluate(CLI::App& app, int& exit_code);
void add_experiment(CLI::App& app, int& exit_code);
// `plan`, which noren experiment and noren report both have; `owner` begins its complaints.
void add_plan(CLI::App& parent, const std::string& owner, int& exit_code);
void add_replay(CLI::App& app, int& exit_code);
void add_report(CLI::App& app, int& exit_code);
void add_rules(CLI::App& app, int& exit_code);
void add_simulate(CLI::App& app, int& exit_code);

// The training parameters in a file; those of Noren where the path is "default". For model build and model sql.
Result<TrainingParameters> load_parameters(const std::string& path);

}  // namespace noren::tools
