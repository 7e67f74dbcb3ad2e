// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_CONTENT_HPP
#define DOLLR_FLOW_CONTENT_HPP

#include <dollr/flow/payment_intent.hpp>
#include <dollr/value/digest.hpp>
#include <dollr/value/result.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The digest of everything an application said under a key.
///
/// The first 16 bytes are of the whole content and decide whether two intents are the same. The other 16 are two bytes
/// for each member, and only name what differs once the whole is known to differ. What an intent refers to (a document,
/// a wallet, an earlier payment) counts as part of its kind.
namespace dollr::flow {

inline constexpr std::array<std::string_view, 8> content_members{"kind",     "name",  "phone",  "amount",
                                                                 "currency", "items", "method", "note"};

/// Without trailing zeros: 25.0 and 25.00 are the same money.
inline std::string canonical_text(amount a) {
    std::string text = a.to_string();
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

namespace detail {

/// Lengths keep neighbours apart: "ab","c" is not "a","bc".
inline void append(std::string& out, std::string_view text) {
    out += std::to_string(text.size());
    out += ':';
    out += text;
}

inline std::array<std::string, content_members.size()> content_texts(payment_intent const& p) {
    std::string items;
    if (p.items)
        for (auto const& item : *p.items) {
            append(items, item.name);
            append(items, std::to_string(item.qty));
            append(items, canonical_text(item.amount));
        }
    std::string kind{wire_name(p.kind)};
    if (p.source_type && p.source_id)
        kind += " " + std::string{wire_name(*p.source_type)} + " " + std::to_string(p.source_id->value);
    if (p.from_wallet_id) kind += " " + std::to_string(p.from_wallet_id->value);
    if (p.original_payment_intent_id) kind += " " + std::to_string(p.original_payment_intent_id->value);
    return {std::move(kind),
            p.name.value_or(std::string{}),
            std::string{p.phone ? p.phone->text() : std::string_view{}},
            canonical_text(p.amount),
            std::string{p.currency.text()},
            std::move(items),
            p.method.value_or(std::string{}),
            p.note.value_or(std::string{})};
}

inline constexpr std::size_t whole_size = 16;

}  // namespace detail

/// `sha256` is a digest_function (port/digest.hpp): hashing is an adapter's work.
template <class Sha256>
result<digest> content_of(payment_intent const& p, Sha256 const& sha256) {
    auto const texts = detail::content_texts(p);
    std::string whole;
    digest out;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        detail::append(whole, texts[i]);
        result<digest> const part = sha256(std::string_view{texts[i]});
        if (!part) return part.error();
        auto const at = detail::whole_size + 2 * i;
        out.bytes[at] = part->bytes[0];
        out.bytes[at + 1] = part->bytes[1];
    }
    result<digest> const all = sha256(std::string_view{whole});
    if (!all) return all.error();
    std::copy_n(all->bytes.begin(), detail::whole_size, out.bytes.begin());
    return out;
}

inline bool same_content(digest const& a, digest const& b) noexcept {
    return std::equal(a.bytes.begin(), a.bytes.begin() + detail::whole_size, b.bytes.begin());
}

/// The members that differ, as far as their two bytes tell. Empty for the same content.
inline std::vector<std::string_view> differing_members(digest const& a, digest const& b) {
    std::vector<std::string_view> names;
    if (same_content(a, b)) return names;
    for (std::size_t i = 0; i < content_members.size(); ++i) {
        auto const at = detail::whole_size + 2 * i;
        if (a.bytes[at] != b.bytes[at] || a.bytes[at + 1] != b.bytes[at + 1]) names.push_back(content_members[i]);
    }
    return names;
}

}  // namespace dollr::flow

#endif
