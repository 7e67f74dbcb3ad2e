// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_CALENDAR_HPP
#define DOLLR_VALUE_CALENDAR_HPP

#include <dollr/value/bytes.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

/// What reading and writing of dates have in common: fields of fixed width with strict ranges. Written by hand over the
/// calendar of <chrono>, because the supported standard libraries have neither its parse nor its format.
namespace dollr::calendar {

/// Takes a text apart from the left; after the first thing that is not as expected it is broken and stays so.
class date_scanner {
public:
    explicit constexpr date_scanner(std::string_view text) noexcept : rest_(text) {}

    /// Exactly `width` digits that spell a number of `low` to `high`.
    constexpr int number(std::size_t width, int low, int high) noexcept {
        int value = 0;
        if (rest_.size() < width) ok_ = false;
        for (std::size_t i = 0; ok_ && i < width; ++i) {
            if (!ascii::is_digit(rest_[i])) ok_ = false;
            value = value * 10 + (rest_[i] - '0');
        }
        if (!ok_ || value < low || value > high) return fail();
        rest_.remove_prefix(width);
        return value;
    }
    constexpr void literal(std::string_view expected) noexcept {
        if (!ok_ || !rest_.starts_with(expected)) {
            fail();
            return;
        }
        rest_.remove_prefix(expected.size());
    }
    /// Takes the next character if it is one of `any`, else leaves it.
    constexpr char optional(std::string_view any) noexcept {
        if (!ok_ || rest_.empty() || any.find(rest_.front()) == std::string_view::npos) return '\0';
        char const taken = rest_.front();
        rest_.remove_prefix(1);
        return taken;
    }
    /// One of `count` names; its index.
    constexpr int name(std::string_view const* names, int count) noexcept {
        for (int i = 0; ok_ && i < count; ++i) {
            if (!rest_.starts_with(names[i])) continue;
            rest_.remove_prefix(names[i].size());
            return i;
        }
        return fail();
    }
    constexpr int fail() noexcept {
        ok_ = false;
        return 0;
    }
    constexpr bool ok() const noexcept { return ok_; }
    constexpr std::string_view rest() const noexcept { return rest_; }

private:
    std::string_view rest_;
    bool ok_ = true;
};

/// The date if it exists: no 30 February.
constexpr std::optional<std::chrono::sys_days> day_of(int year, int month, int day) noexcept {
    std::chrono::year_month_day const date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date};
}

constexpr char* write_number(char* out, unsigned value, int width) noexcept {
    for (int i = width; i-- > 0; value /= 10) out[i] = static_cast<char>('0' + value % 10);
    return out + width;
}

constexpr char* write_text(char* out, std::string_view text) noexcept {
    for (char const c : text) *out++ = c;
    return out;
}

}  // namespace dollr::calendar

#endif
