// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_OPEN_ENUM_HPP
#define DOLLR_VALUE_OPEN_ENUM_HPP

#include <dollr/value/cxx20.hpp>

#include <boost/describe/enumerators.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

/// Words that the server may extend.
///
/// The contract's statuses and kinds are plain strings in its answers, so a new word is not an error: it is kept as its
/// text and survives a round trip. But it is compared with enumerators only (mistakes 8 and 13): a comparison with
/// text, where `completed` and `COMPLETE` would quietly be false, does not compile, nor does one between two sets of
/// words (mistake 9).
///
/// On the wire an enumerator is its own name in upper case; a trailing underscore, there to keep clear of a C++
/// keyword, is left out (`friend_` is `"FRIEND"`).
namespace dollr {

/// The enumerator's word, such as "PAYOUT"; empty for a value that no enumerator has.
template <class E>
[[nodiscard]] constexpr std::string_view wire_name(E value) noexcept;

/// The enumerator of exactly this word.
template <class E>
[[nodiscard]] constexpr std::optional<E> enum_from_wire(std::string_view word) noexcept;

template <class E>
class open_enum {
    static_assert(std::is_enum_v<E>);

public:
    constexpr open_enum() noexcept = default;  ///< no word: equal to no enumerator
    constexpr open_enum(E value) noexcept : value_(value), known_(true) {}
    constexpr open_enum(open_enum const& other) : value_(other.value_), known_(other.known_) { keep(other.unknown()); }
    constexpr open_enum(open_enum&& other) noexcept { swap(other); }
    constexpr open_enum& operator=(open_enum other) noexcept {
        swap(other);
        return *this;
    }
    constexpr ~open_enum() { delete[] unknown_; }

    /// Any word; one that is not in the set is kept as it is.
    [[nodiscard]] static constexpr open_enum from_text(std::string_view word);

    [[nodiscard]] constexpr bool is(E value) const noexcept { return known_ && value_ == value; }
    /// The enumerator, if the word is one of ours.
    [[nodiscard]] constexpr std::optional<E> known() const noexcept {
        return known_ ? std::optional<E>{value_} : std::nullopt;
    }
    /// The word as it is on the wire.
    [[nodiscard]] constexpr std::string_view text() const noexcept { return known_ ? wire_name(value_) : unknown(); }

    constexpr void swap(open_enum& other) noexcept {
        std::swap(unknown_, other.unknown_);
        std::swap(size_, other.size_);
        std::swap(value_, other.value_);
        std::swap(known_, other.known_);
    }

    friend constexpr bool operator==(open_enum const& a, open_enum const& b) noexcept {
        return a.known_ == b.known_ && (a.known_ ? a.value_ == b.value_ : a.text() == b.text());
    }

private:
    constexpr std::string_view unknown() const noexcept { return {unknown_, size_}; }
    constexpr void keep(std::string_view word) {
        if (word.empty()) return;
        unknown_ = new char[word.size()];
        size_ = word.size();
        for (std::size_t i = 0; i < size_; ++i) unknown_[i] = word[i];
    }

    char* unknown_ = nullptr;  // owned; only for a word that is not in the set
    std::size_t size_ = 0;
    E value_{};
    bool known_ = false;
};

/// The types that the compiler names when somebody compares a word with text, or words of two sets.
struct compare_with_an_enumerator_not_with_text;
struct these_are_words_of_different_sets;

// clang-format off
template <class E, class Text> requires std::convertible_to<Text const&, std::string_view>
compare_with_an_enumerator_not_with_text& operator==(open_enum<E> const&, Text const&) = delete;
template <class E, class Text> requires std::convertible_to<Text const&, std::string_view>
compare_with_an_enumerator_not_with_text& operator!=(open_enum<E> const&, Text const&) = delete;
template <class E, class Text> requires std::convertible_to<Text const&, std::string_view>
compare_with_an_enumerator_not_with_text& operator==(Text const&, open_enum<E> const&) = delete;
template <class E, class Text> requires std::convertible_to<Text const&, std::string_view>
compare_with_an_enumerator_not_with_text& operator!=(Text const&, open_enum<E> const&) = delete;

template <class E, class Other> requires (!std::same_as<E, Other>)
these_are_words_of_different_sets& operator==(open_enum<E> const&, open_enum<Other> const&) = delete;
template <class E, class Other> requires (!std::same_as<E, Other>)
these_are_words_of_different_sets& operator!=(open_enum<E> const&, open_enum<Other> const&) = delete;
template <class E, class Other> requires (std::is_enum_v<Other> && !std::same_as<E, Other>)
these_are_words_of_different_sets& operator==(open_enum<E> const&, Other) = delete;
template <class E, class Other> requires (std::is_enum_v<Other> && !std::same_as<E, Other>)
these_are_words_of_different_sets& operator!=(open_enum<E> const&, Other) = delete;
template <class E, class Other> requires (std::is_enum_v<Other> && !std::same_as<E, Other>)
these_are_words_of_different_sets& operator==(Other, open_enum<E> const&) = delete;
template <class E, class Other> requires (std::is_enum_v<Other> && !std::same_as<E, Other>)
these_are_words_of_different_sets& operator!=(Other, open_enum<E> const&) = delete;
// clang-format on

namespace detail {

template <class E>
struct enum_word {
    E value{};
    std::array<char, 48> letters{};
    std::size_t size = 0;

    constexpr std::string_view text() const noexcept { return {letters.data(), size}; }
};

template <class E>
constexpr enum_word<E> word_of(E value, char const* name) noexcept {
    enum_word<E> out;
    out.value = value;
    for (; name[out.size] != '\0'; ++out.size) {
        char const c = name[out.size];
        out.letters[out.size] = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    if (out.letters[out.size - 1] == '_') --out.size;
    return out;
}

template <class E, class List>
struct enum_words_of;

template <class E, template <class...> class List, class... Each>
struct enum_words_of<E, List<Each...>> {
    static constexpr std::array<enum_word<E>, sizeof...(Each)> value{word_of<E>(Each::value, Each::name)...};
};

template <class E>
inline constexpr auto const& enum_words = enum_words_of<E, boost::describe::describe_enumerators<E>>::value;

}  // namespace detail

template <class E>
constexpr std::string_view wire_name(E value) noexcept {
    for (auto const& word : detail::enum_words<E>) {
        if (word.value == value) return word.text();
    }
    return {};
}

template <class E>
constexpr std::optional<E> enum_from_wire(std::string_view word) noexcept {
    for (auto const& candidate : detail::enum_words<E>) {
        if (candidate.text() == word) return candidate.value;
    }
    return std::nullopt;
}

template <class E>
constexpr open_enum<E> open_enum<E>::from_text(std::string_view word) {
    if (auto const value = enum_from_wire<E>(word)) return *value;
    open_enum out;
    out.keep(word);
    return out;
}

}  // namespace dollr

template <class E>
struct std::hash<dollr::open_enum<E>> {
    std::size_t operator()(dollr::open_enum<E> const& word) const noexcept {
        return std::hash<std::string_view>{}(word.text());
    }
};

#endif
