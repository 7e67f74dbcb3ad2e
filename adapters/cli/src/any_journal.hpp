// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_ANY_JOURNAL_HPP
#define DOLLR_CLI_ANY_JOURNAL_HPP

#include <dollr/journal/header.hpp>
#include <dollr/journal/view.hpp>
#include <dollr/port/journal.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

/// The journal that --journal names: a file, sqlite:FILE, or postgresql://HOST/DATABASE (docs/journals.md).
namespace dollr::cli {

class any_journal {
public:
    [[nodiscard]] static result<bool> exists(std::string const& name);
    /// `lease`: in the journal's time; of a journal that workers share.
    [[nodiscard]] static result<any_journal> create(std::string const& name, journal_header const& header,
                                                    duration lease);
    [[nodiscard]] static result<any_journal> open(std::string const& name, journal_binding const& expected,
                                                  duration lease);
    // Without taking it:
    [[nodiscard]] static result<journal_view> read(std::string const& name);
    [[nodiscard]] static result<journal_header> read_header(std::string const& name);

    any_journal(any_journal&&) noexcept;
    any_journal& operator=(any_journal&&) noexcept;
    ~any_journal();

    [[nodiscard]] put_result put(std::span<record> records);
    [[nodiscard]] std::vector<record> latest() const;
    [[nodiscard]] std::vector<record> unfinished() const;
    [[nodiscard]] record const* find(intent_key const& key) const;
    [[nodiscard]] error const* failure() const;

    /// Of the interrupted write that was dropped at the journal's end; 0: none.
    [[nodiscard]] std::uint64_t torn_bytes() const;

    /// Several workers may have it open; then only what was claimed may be worked on.
    [[nodiscard]] bool is_shared() const;
    [[nodiscard]] duration lease_length() const;
    [[nodiscard]] bool renew(std::vector<intent_key>& lost);
    struct claims {
        std::vector<intent_key> taken;
        std::vector<intent_key> held;  ///< by another worker
    };
    [[nodiscard]] result<claims> claim(std::span<intent const> wanted, bool again);
    void release(intent_key const& key);

private:
    struct face;
    template <class J>
    struct model;
    explicit any_journal(std::unique_ptr<face> f) noexcept;
    template <class J>
    static result<any_journal> hold(result<J>&& opened);

    std::unique_ptr<face> face_;
};

static_assert(leasing_journal<any_journal>);

}  // namespace dollr::cli

#endif
