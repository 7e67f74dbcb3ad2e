// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_LIMITS_HPP
#define DOLLR_CODEC_LIMITS_HPP

#include <dollr/schema/policy.hpp>
#include <dollr/value/time.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dollr::codec {

/// A limit on everything that a peer chooses.
struct limits {
    std::size_t body_max = std::size_t{1} << 20;
    std::size_t string_max = std::size_t{64} << 10;  ///< of one string, in bytes after unescaping
    std::size_t number_max = 64;                     ///< of one number's text; at most 64
    std::uint32_t depth_max = 32;                    ///< at most 32
    std::size_t issues_max = 100;                    ///< what is found beyond is not kept
};

/// A body_max for answers that are lists: they have no pages, so all of a merchant's invoices come in one.
inline constexpr std::size_t list_max = std::size_t{16} << 20;

enum class unknown_members : std::uint8_t {
    skip,    ///< of what a server says: it may know more than we do
    refuse,  ///< of what a person wrote: it is a misspelling
};

[[nodiscard]] constexpr std::string_view to_text(unknown_members value) noexcept;

struct read_options {
    codec::limits limits{};
    bool tolerant = false;  ///< of answers: a schema whose shape is a guess may write a number as text
    codec::unknown_members unknown_members = codec::unknown_members::skip;
    std::string_view root = "body";  ///< first step of each loc; empty: none
};

struct write_options {
    schema::validation_policy policy{};
    std::optional<server_time> now{};  ///< an expiry is after it; without it no expiry is checked
    codec::limits limits{};
};

constexpr std::string_view to_text(unknown_members value) noexcept {
    switch (value) {
        case unknown_members::skip:
            return "skip";
        case unknown_members::refuse:
            return "refuse";
    }
    return {};
}

}  // namespace dollr::codec

#endif
