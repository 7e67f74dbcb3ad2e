// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_SHARE_HPP
#define DOLLR_CLI_SHARE_HPP

#include <dollr/runtime/journals.hpp>
#include "run.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// This worker's share of intents that several workers have: claimed a few at a time, so that all finish at about the
/// same time and a worker that dies leaves little behind.
namespace dollr::cli {

class share {
public:
    struct candidate {
        dollr::intent intent;
        bool again = false;  ///< for another attempt, so it is claimed although it is settled
    };
    /// What is to be done with an intent that is ours now; `known` is its newest record, nullptr if there is none.
    /// True: it was added to the run, at `leased`. False: nothing is to be done, and it is given back.
    using beginning = std::function<result<bool>(std::size_t index, record const* known, steady_time leased)>;

    share(shared_journal& journal, run& work, std::vector<candidate> wanted, beginning begin);

    /// Claims more if there is room. True: nothing is left that is not settled, parked or in the run.
    [[nodiscard]] result<bool> feed();

    /// Those that this worker did not end, as the journal last said.
    [[nodiscard]] std::vector<outcome_line> elsewhere() const;

private:
    [[nodiscard]] result<void> look_at(std::vector<std::size_t> const& chunk);
    [[nodiscard]] result<journal_claims> claim(std::vector<std::size_t> const& chunk) const;
    [[nodiscard]] result<void> begin_with(std::size_t index, steady_time leased);

    shared_journal* journal_;
    run* work_;
    std::vector<candidate> wanted_;
    beginning begin_;
    std::map<std::string, std::size_t> where_;
    std::deque<std::size_t> pending_;
    std::size_t fruitless_ = 0;  ///< pending ones looked at in a row of which none was free
    std::optional<steady_time> look_again_;
};

}  // namespace dollr::cli

#endif
