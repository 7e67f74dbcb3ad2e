// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_JOURNAL_RECORD_CODEC_HPP
#define DOLLR_JOURNAL_RECORD_CODEC_HPP

#include <dollr/journal/record.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

/// A record as bytes, without its frame (journal_frame.hpp) and so without its type and its sequence.
///
/// One list of members, `members` below, is walked by a writer, by a reader and by a bound that the compiler
/// computes. It takes each struct apart with a structured binding: a member that is added to a struct and not to the
/// list does not compile. The encoding is deterministic, and the reader accepts nothing that the writer would not
/// write:
///
///     u8, bool, enum of one byte   that byte, known values only
///     wider unsigned               groups of 7 bits, low first; the top bit says that more follow; a ninth byte is 8
///     bits ids, times                   zigzag, then as unsigned; times in milliseconds optional 0, or 1 and the value
///     digest, reference_id         their bytes
///     amount                       scale, sign, low, high half
///     text                         u8 length, bytes
///     evidence                     its texts without the padding
///
/// A later version appends members to a struct, and they have their default when an older record is read; a newer
/// record is refused. Version 2: attempt_state has audit_at, which is `never` in an older record.
namespace dollr {

inline constexpr std::uint8_t record_version = 2;

namespace detail {

/// A member that older records do not have.
template <class Archive, class Member>
constexpr void since_version(std::uint8_t version, Archive& a, Member& member) {
    if constexpr (requires { a.version(); }) {
        if (a.version() < version) return void(member = {});
    }
    a(member);
}

/// The members of T in the order of the encoding; `R` is T or T const.
template <class Archive, class R>
    requires std::same_as<std::remove_const_t<R>, money>
constexpr void members(Archive& a, R& value) {
    auto& [amount, currency] = value;
    a(amount), a(currency);
}

template <class Archive, class R>
    requires std::same_as<std::remove_const_t<R>, intent>
constexpr void members(Archive& a, R& value) {
    auto& [key, content] = value;
    a(key), a(content);
}

template <class Archive, class R>
    requires std::same_as<std::remove_const_t<R>, lease>
constexpr void members(Archive& a, R& value) {
    auto& [owner, epoch] = value;
    a(owner), a(epoch);
}

template <class Archive, class R>
    requires std::same_as<std::remove_const_t<R>, flow_progress>
constexpr void members(Archive& a, R& value) {
    auto& [kind, step, items_added, step_may_exist, party, counterparty, invoice, account, session] = value;
    a(kind), a(step), a(items_added), a(step_may_exist);
    a(party), a(counterparty), a(invoice), a(account), a(session);
}

template <class Archive, class R>
    requires std::same_as<std::remove_const_t<R>, attempt_state>
constexpr void members(Archive& a, R& value) {
    auto& [generation, phase, operation, reference_id, session, account, currency, payer, payee, payer_converted,
           payee_converted, expiry, sends, proven, told, payer_compared, payee_compared, status, anomalies, started,
           doubted, first_seen, settled, audit_at] = value;
    a(generation), a(phase), a(operation), a(reference_id), a(session), a(account), a(currency);
    a(payer), a(payee), a(payer_converted), a(payee_converted), a(expiry), a(sends), a(proven), a(told);
    a(payer_compared), a(payee_compared), a(status), a(anomalies);
    a(started), a(doubted), a(first_seen), a(settled);
    since_version(2, a, audit_at);
}

template <class Archive, class R>
    requires std::same_as<std::remove_const_t<R>, evidence>
constexpr void members(Archive& a, R& value) {
    auto& [who, why] = value;
    a(who), a(why);
}

template <class Archive, class R>
    requires std::same_as<std::remove_const_t<R>, amount_parts>
constexpr void members(Archive& a, R& value) {
    auto& [high, low, scale, negative] = value;
    a(scale), a(negative), a(low), a(high);
}

template <class Archive, class R>
    requires std::same_as<std::remove_const_t<R>, record>
constexpr void members(Archive& a, R& value) {
    auto& [type, sequence, written, intent, lease, flow, attempt, evidence] = value;
    static_cast<void>(type), static_cast<void>(sequence);  // the frame carries them
    a(written), a(intent), a(lease), a(flow), a(attempt), a(evidence);
}

template <class Archive, class T>
concept has_members = requires(Archive& a, T& value) { members(a, value); };

/// Whether a number is one of the enumerators that this version knows.
constexpr bool is_known(phase p) noexcept {
    switch (p) {
        case phase::none:
        case phase::recorded:
        case phase::sending:
        case phase::unknown:
        case phase::live:
        case phase::action:
        case phase::confirming:
        case phase::parked:
        case phase::completed:
        case phase::failed:
        case phase::rejected:
        case phase::not_executed:
            return true;
    }
    return false;
}

constexpr bool is_known(record_type t) noexcept {
    switch (t) {
        case record_type::step:
        case record_type::attempt:
        case record_type::send:
        case record_type::unsent:
        case record_type::seen:
        case record_type::verdict:
        case record_type::late_truth:
        case record_type::resolution:
            return true;
    }
    return false;
}

constexpr bool is_known(flow_kind k) noexcept {
    switch (k) {
        case flow_kind::none:
        case flow_kind::execute:
        case flow_kind::collect_by_invoice:
        case flow_kind::payout:
        case flow_kind::transfer:
        case flow_kind::refund:
        case flow_kind::collect_invoice:
        case flow_kind::collect_order:
            return true;
    }
    return false;
}

constexpr bool is_known(operation_type o) noexcept {
    switch (o) {
        case operation_type::collection:
        case operation_type::payout:
        case operation_type::transfer:
        case operation_type::refund:
            return true;
    }
    return false;
}

/// A set of bits: one that a later program adds stays in the set.
constexpr bool is_known(anomaly) noexcept { return true; }

constexpr std::uint64_t zigzag(std::int64_t n) noexcept {
    return static_cast<std::uint64_t>(n) << 1 ^ static_cast<std::uint64_t>(n >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t n) noexcept {
    return static_cast<std::int64_t>(n >> 1) ^ -static_cast<std::int64_t>(n & 1);
}

/// What text is padded with NUL to its room, without the padding.
template <std::size_t N>
constexpr std::string_view unpadded(std::array<char, N> const& text) noexcept {
    std::size_t size = N;
    while (size != 0 && text[size - 1] == '\0') --size;
    return {text.data(), size};
}

template <class T>
concept one_byte = sizeof(T) == 1 && (std::is_enum_v<T> || std::unsigned_integral<T>);
template <class T>
concept many_bytes = sizeof(T) > 1 && (std::is_enum_v<T> || std::unsigned_integral<T>);

/// The longest encoding of a type, whatever its value.
class record_bound {
public:
    constexpr std::size_t size() const noexcept { return size_; }

    constexpr void operator()(one_byte auto) noexcept { size_ += 1; }
    template <many_bytes T>
    constexpr void operator()(T) noexcept {
        size_ += sizeof(T) == 8 ? 9 : (sizeof(T) * 8 + 6) / 7;
    }
    constexpr void operator()(server_time) noexcept { size_ += 9; }
    template <class Tag>
    constexpr void operator()(id<Tag>) noexcept {
        size_ += 9;
    }
    constexpr void operator()(reference_id const&) noexcept { size_ += 16; }
    constexpr void operator()(digest const&) noexcept { size_ += 32; }
    constexpr void operator()(currency) noexcept { size_ += 1 + 3; }
    template <std::same_as<amount> T>
    constexpr void operator()(T const& value) noexcept {
        (*this)(value.parts());
    }
    constexpr void operator()(intent_key const&) noexcept { size_ += 1 + intent_key::bytes_max; }
    template <std::size_t N>
    constexpr void operator()(std::array<char, N> const&) noexcept {
        size_ += 1 + N;
    }
    template <class T>
    constexpr void operator()(std::optional<T> const&) noexcept {
        size_ += 1;
        (*this)(T{});
    }
    template <class T>
        requires has_members<record_bound, T const>
    constexpr void operator()(T const& value) noexcept {
        members(*this, value);
    }

private:
    std::size_t size_ = 0;
};

/// Writes without looking at the room: the caller gives `record_payload_max` bytes.
class record_writer {
public:
    explicit record_writer(std::byte* out) noexcept : at_(out) {}
    std::byte* end() const noexcept { return at_; }

    void operator()(one_byte auto value) noexcept { *at_++ = static_cast<std::byte>(value); }
    void operator()(many_bytes auto value) noexcept { number(static_cast<std::uint64_t>(value)); }
    void operator()(server_time value) noexcept { number(zigzag(value.time_since_epoch().count())); }
    template <class Tag>
    void operator()(id<Tag> value) noexcept {
        number(zigzag(value.value));
    }
    void operator()(reference_id const& value) noexcept { bytes(value.bytes()); }
    void operator()(digest const& value) noexcept { bytes(value.bytes); }
    void operator()(currency value) noexcept { text(value.text()); }
    void operator()(amount const& value) noexcept { (*this)(value.parts()); }
    void operator()(intent_key const& value) noexcept { text(value.text()); }
    template <std::size_t N>
    void operator()(std::array<char, N> const& value) noexcept {
        text(unpadded(value));
    }
    template <class T>
    void operator()(std::optional<T> const& value) noexcept {
        (*this)(value.has_value());
        if (value) (*this)(*value);
    }
    template <class T>
        requires has_members<record_writer, T const>
    void operator()(T const& value) noexcept {
        members(*this, value);
    }

private:
    void number(std::uint64_t n) noexcept {
        int groups = 0;
        for (; n >= 0x80 && groups < 8; n >>= 7, ++groups) *at_++ = static_cast<std::byte>((n & 0x7F) | 0x80);
        *at_++ = static_cast<std::byte>(n);
    }
    template <class Range>
    void bytes(Range const& range) noexcept {
        for (auto const b : range) *at_++ = static_cast<std::byte>(b);
    }
    void text(std::string_view t) noexcept {
        *at_++ = static_cast<std::byte>(t.size());
        bytes(t);
    }

    std::byte* at_;
};

/// Reads only what the writer writes. After the first thing amiss it consumes nothing more and says so.
class record_reader {
public:
    record_reader(std::span<std::byte const> bytes, std::uint8_t version) noexcept : rest_(bytes), version_(version) {}
    std::uint8_t version() const noexcept { return version_; }
    bool is_good_to_the_end() const noexcept { return good_ && rest_.empty(); }

    void operator()(bool& value) noexcept {
        auto const read = byte();
        value = read != 0;
        good_ = good_ && read <= 1;
    }
    template <one_byte T>
    void operator()(T& value) noexcept {
        value = static_cast<T>(byte());
        if constexpr (std::is_enum_v<T>) good_ = good_ && is_known(value);
    }
    template <many_bytes T>
    void operator()(T& value) noexcept {
        auto const read = number();
        value = static_cast<T>(read);
        good_ = good_ && static_cast<std::uint64_t>(value) == read;
    }
    void operator()(server_time& value) noexcept { value = server_time{server_time::duration{unzigzag(number())}}; }
    template <class Tag>
    void operator()(id<Tag>& value) noexcept {
        value.value = unzigzag(number());
    }
    void operator()(reference_id& value) noexcept {
        reference_id::bytes_type bytes{};
        copy(bytes);
        accept(value, reference_id::from_bytes(bytes));
    }
    void operator()(digest& value) noexcept { copy(value.bytes); }
    void operator()(currency& value) noexcept {
        auto const read = text(3);
        accept(value, read.empty() ? currency{} : currency::unlisted(read));
    }
    void operator()(amount& value) noexcept {
        amount_parts parts;
        (*this)(parts);
        accept(value, amount::from_parts(parts));
        good_ = good_ && value.parts() == parts;
    }
    void operator()(intent_key& value) noexcept {
        auto const read = text(intent_key::bytes_max);
        accept(value, read.empty() ? intent_key{} : intent_key::try_parse(read));
    }
    template <std::size_t N>
    void operator()(std::array<char, N>& value) noexcept {
        auto const read = text(N);
        value.fill('\0');
        read.copy(value.data(), N);
        good_ = good_ && unpadded(value) == read;
    }
    template <class T>
    void operator()(std::optional<T>& value) noexcept {
        bool has_value = false;
        (*this)(has_value);
        value.reset();
        if (has_value) (*this)(value.emplace());
    }
    template <class T>
        requires has_members<record_reader, T>
    void operator()(T& value) noexcept {
        members(*this, value);
    }

private:
    std::span<std::byte const> take(std::size_t size) noexcept {
        good_ = good_ && size <= rest_.size();
        if (!good_) return {};
        auto const taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }
    std::uint8_t byte() noexcept {
        auto const taken = take(1);
        return taken.empty() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(taken.front());
    }
    std::uint64_t number() noexcept {
        std::uint64_t n = 0;
        for (unsigned shift = 0; shift <= 56; shift += 7) {
            std::uint64_t const b = byte();
            bool const is_last = shift == 56 || b < 0x80;
            n |= (is_last ? b : b & 0x7F) << shift;
            if (!is_last) continue;
            good_ = good_ && (shift == 0 || b != 0);  // no padding: one value, one encoding
            break;
        }
        return n;
    }
    template <std::size_t N>
    void copy(std::array<std::uint8_t, N>& to) noexcept {
        auto const taken = take(N);
        for (std::size_t i = 0; i < taken.size(); ++i) to[i] = std::to_integer<std::uint8_t>(taken[i]);
    }
    std::string_view text(std::size_t max) noexcept {
        std::size_t const size = byte();
        good_ = good_ && size <= max;
        auto const taken = take(size);
        return {reinterpret_cast<char const*>(taken.data()), taken.size()};
    }
    template <class T>
    void accept(T& value, std::optional<T> const& read) noexcept {
        good_ = good_ && read.has_value();
        if (good_) value = *read;
    }

    std::span<std::byte const> rest_;
    std::uint8_t version_;
    bool good_ = true;
};

constexpr std::size_t record_payload_bound() noexcept {
    record_bound bound;
    bound(record{});
    return bound.size();
}

}  // namespace detail

/// No record is longer, whatever is in it.
inline constexpr std::size_t record_payload_max = detail::record_payload_bound();

/// Writes the record, without type and sequence; returns the bytes used.
[[nodiscard]] inline std::size_t encode_payload(record const& from,
                                                std::span<std::byte, record_payload_max> out) noexcept {
    detail::record_writer writer{out.data()};
    writer(from);
    return static_cast<std::size_t>(writer.end() - out.data());
}

/// The record, with type and sequence left as they are by default; nothing if these bytes are not exactly one record.
[[nodiscard]] inline std::optional<record> decode_payload(std::span<std::byte const> bytes,
                                                          std::uint8_t version = record_version) noexcept {
    record out;
    detail::record_reader reader{bytes, version};
    reader(out);
    if (!reader.is_good_to_the_end()) return std::nullopt;
    return out;
}

}  // namespace dollr

#endif
