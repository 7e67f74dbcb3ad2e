// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_TIMESTAMP_HPP
#define DOLLR_VALUE_TIMESTAMP_HPP

#include <dollr/value/calendar.hpp>
#include <dollr/value/result.hpp>
#include <dollr/value/time.hpp>

#include <algorithm>
#include <chrono>
#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// A moment that the server wrote: UTC, to the microsecond.
///
/// Grammar: RFC 3339 `2026-06-23T10:00:00[.123456](Z|+hh:mm|-hh:mm)`, and as the API is written in Python also: a space
/// for the T, lower-case t and z, and no offset at all, which means UTC (contract: "string date-time", ISO 8601, offset
/// not promised). A fraction has one to nine digits; what is finer than a microsecond is cut off, never rounded up, so
/// that an expiry never moves later. The date must exist, the hour is at most 23, the second at most 59 (leap seconds
/// are refused: no answer of the API has one, and accepting a 60 would hide a broken field), and the year, in UTC, 1 to
/// 9999.
namespace dollr {

class timestamp {
public:
    using time_type = std::chrono::sys_time<std::chrono::microseconds>;
    static constexpr std::size_t text_max = 27;  ///< of write()

    constexpr timestamp() noexcept = default;  ///< 1970-01-01T00:00:00Z
    /// What lies outside the years 1 to 9999 is taken to the nearer end, so that every timestamp can be written.
    explicit constexpr timestamp(time_type time) noexcept : time_(std::clamp(time, earliest, latest)) {}
    explicit constexpr timestamp(server_time time) noexcept
        : timestamp(time_type{std::clamp(time, server_time{std::chrono::ceil<duration>(earliest.time_since_epoch())},
                                         server_time{std::chrono::floor<duration>(latest.time_since_epoch())})}) {}

    [[nodiscard]] static constexpr std::optional<timestamp> try_parse(std::string_view text) noexcept;
    [[nodiscard]] static result<timestamp> parse(std::string_view text);
    [[nodiscard]] static constexpr std::string_view why_not(std::string_view text) noexcept;

    [[nodiscard]] constexpr time_type time() const noexcept { return time_; }
    /// To the millisecond below.
    [[nodiscard]] constexpr server_time server() const noexcept { return std::chrono::floor<duration>(time_); }

    /// Writes "2026-06-23T10:00:00Z", with six decimals if there is a fraction, without a NUL, and returns its end.
    constexpr char* write(char* out) const noexcept;
    [[nodiscard]] std::string to_string() const;

    friend constexpr bool operator==(timestamp const&, timestamp const&) noexcept = default;
    friend constexpr auto operator<=>(timestamp const&, timestamp const&) noexcept = default;

private:
    static constexpr time_type earliest =
        std::chrono::sys_days{std::chrono::year{1} / std::chrono::January / std::chrono::day{1}};
    static constexpr time_type latest =
        time_type{std::chrono::sys_days{std::chrono::year{10000} / std::chrono::January / std::chrono::day{1}}} -
        std::chrono::microseconds{1};

    time_type time_{};
};

constexpr std::optional<timestamp> timestamp::try_parse(std::string_view text) noexcept {
    calendar::date_scanner in{text};
    int const year = in.number(4, 0, 9999);
    in.literal("-");
    int const month = in.number(2, 1, 12);
    in.literal("-");
    int const day = in.number(2, 1, 31);
    if (in.optional("Tt ") == '\0') in.fail();
    int const hour = in.number(2, 0, 23);
    in.literal(":");
    int const minute = in.number(2, 0, 59);
    in.literal(":");
    int const second = in.number(2, 0, 59);

    std::chrono::microseconds fraction{0};
    if (in.optional(".") != '\0') {
        int digits = 0;
        for (char c = in.optional("0123456789"); c != '\0'; c = in.optional("0123456789"), ++digits) {
            if (digits < 6) fraction = fraction * 10 + std::chrono::microseconds{c - '0'};
        }
        if (digits == 0 || digits > 9) in.fail();
        for (; digits < 6; ++digits) fraction *= 10;
    }

    std::chrono::minutes offset{0};
    if (char const sign = in.optional("Zz+-"); sign == '+' || sign == '-') {
        offset = std::chrono::hours{in.number(2, 0, 23)};
        in.literal(":");
        offset += std::chrono::minutes{in.number(2, 0, 59)};
        if (sign == '-') offset = -offset;
    }
    if (!in.ok() || !in.rest().empty()) return std::nullopt;
    auto const date = calendar::day_of(year, month, day);
    if (!date) return std::nullopt;
    auto const time = time_type{*date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
                      std::chrono::seconds{second} + fraction - offset;
    if (time < earliest || time > latest) return std::nullopt;
    return timestamp{time};
}

constexpr std::string_view timestamp::why_not(std::string_view text) noexcept {
    if (try_parse(text)) return {};
    if (text.empty()) return "a time is missing: write it as 2026-06-23T10:00:00Z";
    return "write a date and a time of day that exist, such as 2026-06-23T10:00:00Z";
}

inline result<timestamp> timestamp::parse(std::string_view text) {
    if (auto const out = try_parse(text)) return *out;
    return invalid_input("the time is not usable", why_not(text));
}

constexpr char* timestamp::write(char* out) const noexcept {
    auto const day = std::chrono::floor<std::chrono::days>(time_);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const clock{time_ - time_type{day}};
    out = calendar::write_number(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    *out++ = '-';
    out = calendar::write_number(out, static_cast<unsigned>(date.month()), 2);
    *out++ = '-';
    out = calendar::write_number(out, static_cast<unsigned>(date.day()), 2);
    *out++ = 'T';
    out = calendar::write_number(out, static_cast<unsigned>(clock.hours().count()), 2);
    *out++ = ':';
    out = calendar::write_number(out, static_cast<unsigned>(clock.minutes().count()), 2);
    *out++ = ':';
    out = calendar::write_number(out, static_cast<unsigned>(clock.seconds().count()), 2);
    if (clock.subseconds().count() != 0) {
        *out++ = '.';
        out = calendar::write_number(out, static_cast<unsigned>(clock.subseconds().count()), 6);
    }
    *out++ = 'Z';
    return out;
}

inline std::string timestamp::to_string() const {
    char text[text_max];
    return {text, write(text)};
}

}  // namespace dollr

template <>
struct std::hash<dollr::timestamp> {
    std::size_t operator()(dollr::timestamp const& t) const noexcept {
        return std::hash<long long>{}(t.time().time_since_epoch().count());
    }
};

#endif
