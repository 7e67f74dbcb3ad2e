// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_DOCUMENTS_HPP
#define DOLLR_SANDBOX_DOCUMENTS_HPP

#include <dollr/sandbox/problem.hpp>
#include <dollr/sandbox/state.hpp>

#include <chrono>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the rules of invoices and those of orders share: which of the two an operation is about, how its path names
/// one, and the changes that keep a document whole.
namespace dollr::sandbox {

template <class Op, class... These>
concept one_of = (std::same_as<Op, These> || ...);

template <class Op>
inline constexpr source_type type_of = Op::target.starts_with("/orders/") ? source_type::order : source_type::invoice;

template <class Op>
inline constexpr std::string_view name_of = type_of<Op> == source_type::order ? "Order" : "Invoice";

template <source_type Type>
[[nodiscard]] auto& documents_of(state& s) noexcept {
    if constexpr (Type == source_type::order) {
        return s.orders;
    } else {
        return s.invoices;
    }
}

/// By its number; null if there is none.
[[nodiscard]] inline source* find_source(state& s, source_type type, std::string_view number) noexcept;

/// The document that a path speaks of, by id or by number; null if there is none.
template <class Op>
[[nodiscard]] source* document_of(state& s, typename Op::path const& p) noexcept;

/// Empty: it may be edited.
template <class Op>
[[nodiscard]] std::optional<problem> check_idle(source const& d);

/// Gives it its id, its number and its times.
template <source_type Type>
source& add_document(state& s, source d, server_time now);

/// False, and nothing has changed: the total would have too many digits, or an amount too many decimals.
[[nodiscard]] inline bool replace_items(source& d, std::vector<item> items, server_time now);

namespace detail {

/// "INV-2026-00042", counted within the year of its creation.
inline std::string next_number(state& s, source_type type, server_time now) {
    auto const year = static_cast<int>(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(now)).year());
    auto const digits = std::to_string(++s.numbers[{type, year}]);
    std::string out(type == source_type::order ? "ORD-" : "INV-");
    out += std::to_string(year);
    out += '-';
    if (digits.size() < 5) out.append(5 - digits.size(), '0');
    return out += digits;
}

/// The member of a path that names the document.
template <class Path>
consteval std::string_view naming_member() {
    if constexpr (requires(Path const& p) { p.invoice_id; }) {
        return "invoice_id";
    } else if constexpr (requires(Path const& p) { p.order_id; }) {
        return "order_id";
    } else {
        return "id";
    }
}

inline constexpr std::string_view no_such_total =
    "The total would be too large, or has more decimals than the currency";

inline std::optional<amount> total_of(std::vector<item>& items, currency c) {
    auto total = amount{}.exact_in(c);
    for (item& one : items) {
        auto const price = one.amount.exact_in(c);
        auto const line = price ? amount::checked_multiply(*price, one.qty) : std::nullopt;
        total = line && total ? amount::checked_add(*total, *line) : std::nullopt;
        if (!total || total->significant_digits() > amount::sendable_digits_max) return std::nullopt;
        one.amount = *price;
    }
    return total;
}

}  // namespace detail

inline source* find_source(state& s, source_type type, std::string_view number) noexcept {
    auto const among = [&](auto& documents) -> source* {
        for (source& d : documents) {
            if (d.number == number) return &d;
        }
        return nullptr;
    };
    if (type == source_type::invoice) return among(s.invoices);
    return type == source_type::order ? among(s.orders) : nullptr;
}

template <class Op>
source* document_of(state& s, typename Op::path const& p) noexcept {
    if constexpr (requires { p.invoice_number; }) {
        return find_source(s, type_of<Op>, std::string_view(p.invoice_number));
    } else if constexpr (requires { p.order_number; }) {
        return find_source(s, type_of<Op>, std::string_view(p.order_number));
    } else if constexpr (requires { p.invoice_id; }) {
        return s.invoices.find(p.invoice_id);
    } else if constexpr (requires { p.order_id; }) {
        return s.orders.find(p.order_id);
    } else {
        return documents_of<type_of<Op>>(s).find(p.id);
    }
}

template <class Op>
std::optional<problem> check_idle(source const& d) {
    if (d.status == source_status::idle) return std::nullopt;
    return refusal({"path", detail::naming_member<typename Op::path>()}, "It can be edited only while it is IDLE");
}

template <source_type Type>
source& add_document(state& s, source d, server_time now) {
    d.type = Type;
    d.number = detail::next_number(s, Type, now);
    if (d.items.empty()) d.total = amount{}.exact_in(d.currency).value_or(amount{});
    d.times = {now, now};
    return documents_of<Type>(s).add(std::move(d));
}

inline bool replace_items(source& d, std::vector<item> items, server_time now) {
    auto const total = detail::total_of(items, d.currency);
    if (!total) return false;
    d.items = std::move(items);
    d.total = *total;
    d.times.updated = now;
    return true;
}

}  // namespace dollr::sandbox

#endif
