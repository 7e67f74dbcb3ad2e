// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/file/journal.hpp>
#include <dollr/runtime/journals.hpp>
#ifdef DOLLR_RUNTIME_SQLITE
#include <dollr/sqlite/journal.hpp>
#endif
#ifdef DOLLR_RUNTIME_POSTGRESQL
#include <dollr/postgresql/journal.hpp>
#endif

#include <sys/stat.h>

#include <concepts>
#include <memory>
#include <string_view>
#include <utility>

namespace dollr {
namespace {

enum class kind : std::uint8_t { file, sqlite, postgresql, other };

struct named {
    kind what = kind::file;
    std::string rest;  ///< a path, or the whole URL
};

named parse(std::string const& name) {
    constexpr std::string_view sqlite = "sqlite:";
    if (name.starts_with(sqlite)) return {kind::sqlite, name.substr(sqlite.size())};
    if (name.starts_with("postgresql:") || name.starts_with("postgres:")) return {kind::postgresql, name};
    return {name.find("://") == std::string::npos ? kind::file : kind::other, name};
}

error not_built(kind what) {
    if (what == kind::other)
        return invalid_input("there is no journal of this kind",
                             "name a file, sqlite:FILE or postgresql://HOST/DATABASE");
    return invalid_input("this library was built without that kind of journal",
                         "use a file, or build it with the adapter (DOLLR_ADAPTERS)");
}

/// `work` gets the adapter's journal type, by a null pointer, and what the name says to it.
template <class Answer, class Work>
Answer with(std::string const& name, Work work) {
    auto const [what, rest] = parse(name);
    if (what == kind::file) return work(static_cast<file_journal*>(nullptr), rest);
#ifdef DOLLR_RUNTIME_SQLITE
    if (what == kind::sqlite) return work(static_cast<sqlite_journal*>(nullptr), rest);
#endif
#ifdef DOLLR_RUNTIME_POSTGRESQL
    if (what == kind::postgresql) return work(static_cast<postgresql_journal*>(nullptr), rest);
#endif
    return not_built(what);
}

template <class J>
result<std::unique_ptr<blocking_journal>> hold(result<J>&& opened) {
    if (!opened) return std::move(opened).error();
    return std::make_unique<J>(*std::move(opened));
}

}  // namespace

result<bool> journal_exists(std::string const& name) {
    return with<result<bool>>(name, []<class J>(J*, std::string const& where) -> result<bool> {
        if constexpr (requires { J::exists(where); }) {
            return J::exists(where);
        } else {
            struct stat info{};
            return ::lstat(where.c_str(), &info) == 0;
        }
    });
}

result<std::unique_ptr<blocking_journal>> create_journal(std::string const& name, journal_header const& header,
                                                         duration lease) {
    return with<result<std::unique_ptr<blocking_journal>>>(name, [&]<class J>(J*, std::string const& where) {
        if constexpr (std::derived_from<J, shared_journal>)
            return hold(J::create(where, header, {.lease = lease}));
        else
            return hold(J::create(where, header));
    });
}

result<std::unique_ptr<blocking_journal>> open_journal(std::string const& name, journal_binding const& expected,
                                                       duration lease) {
    return with<result<std::unique_ptr<blocking_journal>>>(name, [&]<class J>(J*, std::string const& where) {
        if constexpr (std::derived_from<J, shared_journal>)
            return hold(J::open(where, expected, {.lease = lease}));
        else
            return hold(J::open(where, expected));
    });
}

result<journal_view> read_journal(std::string const& name) {
    return with<result<journal_view>>(name, []<class J>(J*, std::string const& where) -> result<journal_view> {
        auto found = J::read(where);
        if (!found) return found.error();
        if constexpr (requires { found->newest; }) {
            return std::move(*found);
        } else {
            auto const newest = found->index.newest();
            return journal_view{std::move(found->header), {newest.begin(), newest.end()}};
        }
    });
}

result<journal_header> read_journal_header(std::string const& name) {
    return with<result<journal_header>>(name, []<class J>(J*, std::string const& where) -> result<journal_header> {
        if constexpr (requires { J::read_header(where); }) {
            return J::read_header(where);
        } else {
            auto found = J::read(where);
            if (!found) return found.error();
            return std::move(found->header);
        }
    });
}

}  // namespace dollr
