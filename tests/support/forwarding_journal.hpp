// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_FORWARDING_JOURNAL_HPP
#define DOLLR_TESTS_SUPPORT_FORWARDING_JOURNAL_HPP

#include <dollr/client/inline_journal.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

/// A journal that hands everything on: a test derives from it and changes what it is about.
namespace dollr::tests {

class forwarding_journal : public journal {
public:
    explicit forwarding_journal(blocking_journal& to) : inside_(to) {}

    void put(std::span<record> records, completion_of<put_end> done) override { inside_.put(records, std::move(done)); }
    void claim(std::vector<intent> wanted, bool again, completion_of<result<journal_claims>> done) override {
        inside_.claim(std::move(wanted), again, std::move(done));
    }
    void unfinished(completion_of<result<std::vector<record>>> done) override { inside_.unfinished(std::move(done)); }
    void due_for_audit(server_time by, std::size_t most, completion_of<result<std::vector<record>>> done) override {
        inside_.due_for_audit(by, most, std::move(done));
    }
    void renew(completion_of<result<std::vector<intent_key>>> done) override { inside_.renew(std::move(done)); }
    void release(intent_key const& key) override { inside_.release(key); }
    [[nodiscard]] duration lease_length() const noexcept override { return inside_.lease_length(); }

private:
    inline_journal inside_;
};

}  // namespace dollr::tests

#endif
