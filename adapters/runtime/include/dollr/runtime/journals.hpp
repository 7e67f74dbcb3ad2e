// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_RUNTIME_JOURNALS_HPP
#define DOLLR_RUNTIME_JOURNALS_HPP

#include <dollr/journal/header.hpp>
#include <dollr/journal/view.hpp>
#include <dollr/port/journal.hpp>

#include <memory>
#include <string>

/// Journals by name: a file, sqlite:FILE, or postgresql://HOST/DATABASE (docs/journals.md). A kind that this library
/// was built without is said to be so.
namespace dollr {

[[nodiscard]] result<bool> journal_exists(std::string const& name);

/// `lease`: of a journal that workers share, in the target's time.
[[nodiscard]] result<std::unique_ptr<blocking_journal>> create_journal(std::string const& name,
                                                                       journal_header const& header, duration lease);
[[nodiscard]] result<std::unique_ptr<blocking_journal>> open_journal(std::string const& name,
                                                                     journal_binding const& expected, duration lease);

// Without taking it:
[[nodiscard]] result<journal_view> read_journal(std::string const& name);
[[nodiscard]] result<journal_header> read_journal_header(std::string const& name);

}  // namespace dollr

#endif
