// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_TABLE_HPP
#define DOLLR_SANDBOX_TABLE_HPP

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

/// Objects by their id. The last digit of an id tells what it is an id of (party 11, counterparty 12, invoice 13, ...),
/// so that an id in the wrong place names nothing, instead of something else by chance. Nine digits are not enough: an
/// id that ends in 0 tells it by its last two (order 110, checkout 120, ...).
namespace dollr::sandbox {

/// The id of the nth object of its kind, counted from 1.
[[nodiscard]] constexpr std::int64_t nth_id(std::int64_t nth, int kind) noexcept {
    return nth * (kind < 10 ? 10 : 100) + kind;
}

/// Which one of its kind it is, counted from 1; 0: an id of another kind.
[[nodiscard]] constexpr std::int64_t nth_of(std::int64_t id, int kind) noexcept {
    auto const base = kind < 10 ? 10 : 100;
    return id >= base && id % base == kind ? id / base : 0;
}

template <class Row, int Kind>
class table {
    static_assert((Kind > 0 && Kind < 10) || (Kind >= 10 && Kind < 100 && Kind % 10 == 0));

public:
    /// Gives the row its id.
    Row& add(Row row) {
        row.id.value = nth_id(static_cast<std::int64_t>(rows_.size()) + 1, Kind);
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
        auto const nth = nth_of(id, Kind);
        return nth > 0 ? static_cast<std::size_t>(nth - 1) : rows_.size();
    }

    std::vector<Row> rows_;
};

}  // namespace dollr::sandbox

#endif
