// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_JOURNALS_IMAGES_HPP
#define DOLLR_TESTS_JOURNALS_IMAGES_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

/// Everything that a disk may make of a journal's files. `see` is called with each image.
namespace journals {

using bytes = std::vector<std::byte>;

/// The journal, and the file that SQLite keeps beside it while it writes.
using image = std::array<bytes, 2>;
using see = std::function<void(image const&)>;

/// What a put asked of the disk, in order.
struct disk_call {
    enum class kind : std::uint8_t { write, truncate, sync };
    kind what = kind::sync;
    std::size_t file = 0;
    std::size_t offset = 0;  ///< or the size, of a truncation
    bytes data{};
};

inline void fit(bytes& file, std::size_t size) {
    if (file.size() < size) file.resize(size);
}
inline void spoil(bytes& file, std::size_t block, std::size_t size) {
    for (auto at = block * size; at < std::min(file.size(), (block + 1) * size); ++at)
        file[at] = static_cast<std::byte>(0xA5u ^ (at * 31u & 0xFFu));
}
/// `block` as `from` has another one; zeros where that has nothing.
inline void put_block(bytes& file, std::size_t block, bytes const& from, std::size_t other, std::size_t size) {
    for (std::size_t i = 0; i < size && block * size + i < file.size(); ++i)
        file[block * size + i] = other * size + i < from.size() ? from[other * size + i] : std::byte{0};
}

/// Every `every`th bit; of what is zero for a long way, one bit a block.
inline void flips(image const& whole, std::size_t every, see const& look) {
    constexpr std::size_t near = 64;
    auto const& file = whole[0];
    std::size_t zeros = near;
    for (std::size_t at = 0; at < file.size(); ++at) {
        zeros = file[at] == std::byte{0} ? zeros + 1 : 0;
        if (zeros > near && at % 512 != 100) continue;
        for (std::size_t bit = 0; bit < 8; ++bit) {
            if ((at * 8 + bit) % every != 0) continue;
            auto flipped = whole;
            flipped[0][at] ^= static_cast<std::byte>(1u << bit);
            look(flipped);
        }
    }
}

/// A sector or page that is lost, zeroed, or as it was before an earlier put; or that was written to a wrong place.
inline void misplaced_blocks(image const& whole, std::vector<image> const& earlier, std::size_t size, bool pairs,
                             see const& look) {
    auto const& file = whole[0];
    auto const count = (file.size() + size - 1) / size;
    auto const is_used = [&](std::size_t block) {
        auto const begin = file.begin() + static_cast<std::ptrdiff_t>(block * size);
        auto const end = file.begin() + static_cast<std::ptrdiff_t>(std::min(file.size(), (block + 1) * size));
        return std::any_of(begin, end, [](std::byte b) { return b != std::byte{0}; });
    };
    std::vector<std::size_t> used;
    for (std::size_t block = 0; block < count; ++block)
        if (is_used(block)) used.push_back(block);
    auto const changed = [&](auto change) {
        auto copy = whole;
        change(copy[0]);
        if (copy[0] != file) look(copy);
    };
    for (auto const block : used) {
        changed([&](bytes& f) { spoil(f, block, size); });
        changed([&](bytes& f) { put_block(f, block, {}, 0, size); });
        changed([&](bytes& f) { f.resize(block * size); });
        for (auto const& was : earlier) changed([&](bytes& f) { put_block(f, block, was[0], block, size); });
        if (!pairs) continue;
        for (auto const other : used) {
            if (other == block) continue;
            changed([&](bytes& f) { put_block(f, block, file, other, size); });
            if (other < block) continue;
            changed([&](bytes& f) {
                put_block(f, block, file, other, size);
                put_block(f, other, file, block, size);
            });
        }
    }
}

/// The power fails somewhere in a put. What was synced is there. Of the rest each block is old, new, or neither; first
/// as if all were written in order, then by chance.
inline void cuts(image const& before, std::vector<disk_call> const& calls, std::size_t size, std::size_t samples,
                 see const& look) {
    enum class fate : std::uint8_t { done, undone, spoilt };
    std::mt19937_64 chance{calls.size() * size};
    auto const apply = [&](image& to, disk_call const& call, auto const& fate_of) {
        auto& file = to[call.file];
        if (call.what == disk_call::kind::truncate && fate_of() == fate::done) file.resize(call.offset);
        if (call.what != disk_call::kind::write) return;
        auto const end = call.offset + call.data.size();
        for (auto at = call.offset; at < end;) {
            auto const next = std::min(end, (at / size + 1) * size);
            auto const what = fate_of();
            if (what != fate::undone) {
                fit(file, next);
                std::copy(call.data.begin() + static_cast<std::ptrdiff_t>(at - call.offset),
                          call.data.begin() + static_cast<std::ptrdiff_t>(next - call.offset),
                          file.begin() + static_cast<std::ptrdiff_t>(at));
            }
            if (what == fate::spoilt) spoil(file, at / size, size);
            at = next;
        }
    };
    for (std::size_t end = 1; end <= calls.size(); ++end) {
        if (end < calls.size() && calls[end].what != disk_call::kind::sync) continue;  // until something is synced
        auto durable = before;
        std::vector<disk_call const*> pending;
        std::size_t blocks = 0;
        for (std::size_t i = 0; i < end; ++i) {
            bool synced = false;
            for (auto j = i; j < end; ++j)
                synced = synced || (calls[j].what == disk_call::kind::sync && calls[j].file == calls[i].file);
            if (synced) {
                apply(durable, calls[i], [] { return fate::done; });
            } else if (calls[i].what != disk_call::kind::sync) {
                pending.push_back(&calls[i]);
                apply(durable, calls[i], [&] { return ++blocks, fate::undone; });
            }
        }
        auto const with = [&](auto const& fate_of) {
            auto copy = durable;
            for (auto const* const call : pending) apply(copy, *call, fate_of);
            look(copy);
        };
        for (std::size_t cut = 0; cut <= blocks; ++cut) {
            for (auto const there : {fate::undone, fate::spoilt}) {
                std::size_t at = 0;
                with([&] { return at++ < cut ? fate::done : at == cut + 1 ? there : fate::undone; });
            }
        }
        for (std::size_t i = 0; i < samples; ++i) with([&] { return static_cast<fate>(chance() % 3); });
    }
}

}  // namespace journals

#endif
