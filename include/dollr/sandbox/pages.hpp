// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_PAGES_HPP
#define DOLLR_SANDBOX_PAGES_HPP

#include <dollr/sandbox/random.hpp>
#include <dollr/sandbox/state.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

/// The addresses of the pages that payers open: `/pay/TOKEN` and `/receipt/TOKEN`.
///
/// A token is what a page is about, an invoice, an order or a checkout, with enough chance behind it that nobody comes
/// upon the next one by counting. It is made from the id and the seed, so asking for a link changes nothing.
namespace dollr::sandbox {

/// What a page is about.
struct page {
    source* document = nullptr;
    sandbox::checkout const* checkout = nullptr;  ///< null: a link to the document itself
};

/// "110-0123456789abcdef"
template <class Id>
[[nodiscard]] std::string page_token(state const& s, Id id) {
    return std::to_string(id.value) + '-' +
           hex_text(drawn(s.options.seed, draw::page, static_cast<std::uint64_t>(id.value)));
}

[[nodiscard]] inline std::string page_url(state const& s, std::string_view folder, std::string_view token) {
    auto url = s.options.origin;
    url += folder;
    return url += token;
}

inline constexpr std::string_view payment_pages = "/pay/";
inline constexpr std::string_view receipt_pages = "/receipt/";

/// Without a document: there is no such page.
[[nodiscard]] inline page find_page(state& s, std::string_view token) {
    source_id id;
    auto const read = std::from_chars(token.data(), token.data() + token.size(), id.value);
    if (read.ec != std::errc{} || token != page_token(s, id)) return {};
    if (auto* const invoice = s.invoices.find(id)) return {invoice, nullptr};
    if (auto* const order = s.orders.find(id)) return {order, nullptr};
    auto const* const checkout = s.checkouts.find(id);
    return checkout != nullptr ? page{find_source(s, checkout->type, checkout->source), checkout} : page{};
}

}  // namespace dollr::sandbox

#endif
