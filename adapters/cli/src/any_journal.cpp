// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "any_journal.hpp"

#include <dollr/file/journal.hpp>
#ifdef DOLLR_CLI_SQLITE
#include <dollr/sqlite/journal.hpp>
#endif
#ifdef DOLLR_CLI_POSTGRESQL
#include <dollr/postgresql/journal.hpp>
#endif

#include <sys/stat.h>

#include <string_view>
#include <utility>

namespace dollr::cli {
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
    return invalid_input("this program was built without that kind of journal",
                         "use a file, or build it with the adapter (DOLLR_ADAPTERS)");
}

/// `work` gets the adapter's journal type, by a null pointer, and what the name says to it.
template <class Answer, class Work>
Answer with(std::string const& name, Work work) {
    auto const [what, rest] = parse(name);
    if (what == kind::file) return work(static_cast<file_journal*>(nullptr), rest);
#ifdef DOLLR_CLI_SQLITE
    if (what == kind::sqlite) return work(static_cast<sqlite_journal*>(nullptr), rest);
#endif
#ifdef DOLLR_CLI_POSTGRESQL
    if (what == kind::postgresql) return work(static_cast<postgresql_journal*>(nullptr), rest);
#endif
    return not_built(what);
}

}  // namespace

struct any_journal::face {
    virtual ~face() = default;
    virtual put_result put(std::span<record> records) = 0;
    [[nodiscard]] virtual std::vector<record> latest() const = 0;
    [[nodiscard]] virtual std::vector<record> unfinished() const = 0;
    [[nodiscard]] virtual record const* find(intent_key const& key) const = 0;
    [[nodiscard]] virtual error const* failure() const = 0;
    [[nodiscard]] virtual std::uint64_t torn_bytes() const = 0;
    [[nodiscard]] virtual duration lease_length() const = 0;
    virtual bool renew(std::vector<intent_key>& lost) = 0;
    virtual result<claims> claim(std::span<intent const> wanted, bool again) = 0;
    virtual void release(intent_key const& key) = 0;
};

template <class J>
struct any_journal::model final : face {
    explicit model(J&& from) : j(std::move(from)) {}

    put_result put(std::span<record> records) override { return j.put(records); }
    std::vector<record> latest() const override { return j.latest(); }
    std::vector<record> unfinished() const override { return j.unfinished(); }
    record const* find(intent_key const& key) const override { return j.find(key); }
    error const* failure() const override { return j.failure(); }
    std::uint64_t torn_bytes() const override {
        if constexpr (requires { j.opened().torn; }) return j.opened().torn ? j.opened().dropped : 0;
        return 0;
    }
    duration lease_length() const override {
        if constexpr (leasing_journal<J>) return j.lease_length();
        return duration::max();
    }
    bool renew(std::vector<intent_key>& lost) override {
        if constexpr (leasing_journal<J>) return j.renew(lost);
        return lost.empty();
    }
    result<claims> claim(std::span<intent const> wanted, bool again) override {
        claims out;
        if constexpr (leasing_journal<J>) {
            auto answer = j.claim(wanted, again);
            if (!answer) return answer.error();
            out = {std::move(answer->taken), std::move(answer->held)};
        } else {
            static_cast<void>(again);
            for (auto const& i : wanted) out.taken.push_back(i.key);
        }
        return out;
    }
    void release(intent_key const& key) override {
        if constexpr (leasing_journal<J>) j.release(std::span{&key, 1});
    }

    J j;
};

template <class J>
result<any_journal> any_journal::hold(result<J>&& opened) {
    if (!opened) return std::move(opened).error();
    return any_journal{std::make_unique<model<J>>(*std::move(opened))};
}

any_journal::any_journal(std::unique_ptr<face> f) noexcept : face_(std::move(f)) {}
any_journal::any_journal(any_journal&&) noexcept = default;
any_journal& any_journal::operator=(any_journal&&) noexcept = default;
any_journal::~any_journal() = default;

result<bool> any_journal::exists(std::string const& name) {
    return with<result<bool>>(name, []<class J>(J*, std::string const& where) -> result<bool> {
        if constexpr (requires { J::exists(where); }) {
            return J::exists(where);
        } else {
            struct stat info{};
            return ::lstat(where.c_str(), &info) == 0;
        }
    });
}

result<any_journal> any_journal::create(std::string const& name, journal_header const& header, duration lease) {
    return with<result<any_journal>>(name, [&]<class J>(J*, std::string const& where) {
        if constexpr (leasing_journal<J>)
            return hold(J::create(where, header, {.lease = lease}));
        else
            return hold(J::create(where, header));
    });
}

result<any_journal> any_journal::open(std::string const& name, journal_binding const& expected, duration lease) {
    return with<result<any_journal>>(name, [&]<class J>(J*, std::string const& where) {
        if constexpr (leasing_journal<J>)
            return hold(J::open(where, expected, {.lease = lease}));
        else
            return hold(J::open(where, expected));
    });
}

result<journal_view> any_journal::read(std::string const& name) {
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

result<journal_header> any_journal::read_header(std::string const& name) {
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

put_result any_journal::put(std::span<record> records) { return face_->put(records); }
std::vector<record> any_journal::latest() const { return face_->latest(); }
std::vector<record> any_journal::unfinished() const { return face_->unfinished(); }
record const* any_journal::find(intent_key const& key) const { return face_->find(key); }
error const* any_journal::failure() const { return face_->failure(); }
std::uint64_t any_journal::torn_bytes() const { return face_->torn_bytes(); }
bool any_journal::is_shared() const { return face_->lease_length() != duration::max(); }
duration any_journal::lease_length() const { return face_->lease_length(); }
bool any_journal::renew(std::vector<intent_key>& lost) { return face_->renew(lost); }
auto any_journal::claim(std::span<intent const> wanted, bool again) -> result<claims> {
    return face_->claim(wanted, again);
}
void any_journal::release(intent_key const& key) { face_->release(key); }

}  // namespace dollr::cli
