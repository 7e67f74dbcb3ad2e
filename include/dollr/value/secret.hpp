// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_SECRET_HPP
#define DOLLR_VALUE_SECRET_HPP

#include <dollr/value/cxx20.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

/// Bytes that must not be seen: a client secret, a token, a passcode, and the bodies that hold them.
///
/// They are owned, always on the heap (no short form inside the object that a move would leave behind), and overwritten
/// before the memory goes back: on destruction, on growth, on move and on wipe(). They are never printed (mistake 21):
/// there is no operator<<, no formatter and no conversion; `reveal()` is the one way to read them, easy to find in a
/// review. This is about our own copies: what an HTTP or TLS library holds is theirs.
namespace dollr {

/// Overwrites memory in a way that an optimiser may not leave out, although nobody reads it afterwards.
inline void wipe_memory(void* memory, std::size_t size) noexcept;

class secret_string {
public:
    secret_string() noexcept = default;
    explicit secret_string(std::string_view text) { assign(text); }
    secret_string(secret_string const& other) { assign(other.reveal()); }
    secret_string(secret_string&& other) noexcept { swap(other); }
    secret_string& operator=(secret_string const& other);
    secret_string& operator=(secret_string&& other) noexcept;
    ~secret_string() { wipe(); }

    [[nodiscard]] std::string_view reveal() const noexcept { return {data_.get(), size_}; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    /// For a writer, after reserve() or resize_for_overwrite(); null while the capacity is 0.
    [[nodiscard]] char* data() noexcept { return data_.get(); }

    void assign(std::string_view text);
    void append(std::string_view text);
    void push_back(char c) { append({&c, 1}); }
    void reserve(std::size_t capacity);
    /// Keeps what is there up to `size`; what is new is unspecified until it is written.
    void resize_for_overwrite(std::size_t size);

    void wipe() noexcept;              ///< overwrites the whole capacity, keeps it, and is empty
    void clear() noexcept { wipe(); }  ///< the same
    void release() noexcept;           ///< wipes and gives the memory back
    void swap(secret_string& other) noexcept;

    /// Takes the same time for all texts of one length.
    friend bool operator==(secret_string const& a, secret_string const& b) noexcept;

private:
    void grow(std::size_t capacity);

    std::unique_ptr<char[]> data_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

/// The type that the compiler names when somebody tries to print a secret.
struct a_secret_is_never_printed_use_reveal_where_it_is_sent;

// clang-format off
template <class Stream> a_secret_is_never_printed_use_reveal_where_it_is_sent& operator<<(Stream&, secret_string const&) = delete;
// clang-format on

inline void wipe_memory(void* memory, std::size_t size) noexcept {
    if (size == 0) return;
    std::memset(memory, 0, size);
    __asm__ __volatile__("" : : "r"(memory) : "memory");  // as if the bytes were read here
}

inline void secret_string::wipe() noexcept {
    wipe_memory(data_.get(), capacity_);
    size_ = 0;
}

inline void secret_string::release() noexcept {
    wipe();
    data_.reset();
    capacity_ = 0;
}

inline void secret_string::swap(secret_string& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
}

inline void secret_string::grow(std::size_t capacity) {
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    if (size_ != 0) std::memcpy(larger.get(), data_.get(), size_);
    wipe_memory(data_.get(), capacity_);
    data_ = std::move(larger);
    capacity_ = capacity;
}

inline void secret_string::reserve(std::size_t capacity) {
    if (capacity > capacity_) grow(capacity);
}

inline void secret_string::append(std::string_view text) {
    if (text.empty()) return;
    auto const size = size_ + text.size();
    if (size > capacity_) {
        // By doubling, into a new buffer that is filled before the old one goes: `text` may be a part of it.
        secret_string larger;
        larger.grow(size > capacity_ * 2 ? size : capacity_ * 2);
        if (size_ != 0) std::memcpy(larger.data(), data_.get(), size_);
        std::memcpy(larger.data() + size_, text.data(), text.size());
        swap(larger);
    } else {
        std::memmove(data_.get() + size_, text.data(), text.size());
    }
    size_ = size;
}

inline void secret_string::assign(std::string_view text) {
    if (text.size() > capacity_) {
        secret_string larger;
        larger.append(text);
        swap(larger);
        return;
    }
    if (!text.empty()) std::memmove(data_.get(), text.data(), text.size());
    if (capacity_ > text.size()) wipe_memory(data_.get() + text.size(), capacity_ - text.size());
    size_ = text.size();
}

inline void secret_string::resize_for_overwrite(std::size_t size) {
    if (size > capacity_) grow(size > capacity_ * 2 ? size : capacity_ * 2);
    if (size < size_) wipe_memory(data_.get() + size, size_ - size);
    size_ = size;
}

inline secret_string& secret_string::operator=(secret_string const& other) {
    if (this != &other) assign(other.reveal());
    return *this;
}

inline secret_string& secret_string::operator=(secret_string&& other) noexcept {
    if (this != &other) {
        release();
        swap(other);
    }
    return *this;
}

inline bool operator==(secret_string const& a, secret_string const& b) noexcept {
    if (a.size_ != b.size_) return false;
    unsigned char volatile difference = 0;
    for (std::size_t i = 0; i < a.size_; ++i)
        difference = static_cast<unsigned char>(difference | (a.data_[i] ^ b.data_[i]));
    return difference == 0;
}

inline void swap(secret_string& a, secret_string& b) noexcept { a.swap(b); }

}  // namespace dollr

#endif
