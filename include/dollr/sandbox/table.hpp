// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_TABLE_HPP
#define DOLLR_SANDBOX_TABLE_HPP

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

/// Objects by their id. The last digit of an id tells what it is an id of (party 11, counterparty 12, invoice 13, ...),
/// so that an id in the wrong place names nothing, instead of something else by chance.
namespace dollr::sandbox {

template <class Row, int Kind>
class table {
    static_assert(Kind > 0 && Kind < 10);

public:
    /// Gives the row its id.
    Row& add(Row row) {
        row.id.value = static_cast<std::int64_t>(rows_.size() + 1) * 10 + Kind;
        return rows_.emplace_back(std::move(row));
    }

    template <class Id>
    [[nodiscard]] Row* find(Id id) noexcept {
        auto const i = index_of(id.value);
        return i < rows_.size() ? &rows_[i] : nullptr;
    }
    template <class Id>
    [[nodiscard]] Row const* find(Id id) const noexcept {
        auto const i = index_of(id.value);
        return i < rows_.size() ? &rows_[i] : nullptr;
    }

    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
    [[nodiscard]] auto begin() noexcept { return rows_.begin(); }
    [[nodiscard]] auto end() noexcept { return rows_.end(); }
    [[nodiscard]] auto begin() const noexcept { return rows_.begin(); }
    [[nodiscard]] auto end() const noexcept { return rows_.end(); }

    friend bool operator==(table const&, table const&) = default;

private:
    [[nodiscard]] std::size_t index_of(std::int64_t id) const noexcept {
        return id >= 10 && id % 10 == Kind ? static_cast<std::size_t>(id / 10 - 1) : rows_.size();
    }

    std::vector<Row> rows_;
};

}  // namespace dollr::sandbox

#endif
