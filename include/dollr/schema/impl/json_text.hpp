// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SCHEMA_IMPL_JSON_TEXT_HPP
#define DOLLR_SCHEMA_IMPL_JSON_TEXT_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

/// JSON for people, two spaces a level, of texts that are our own: quotes and backslashes are escaped, and nothing else
/// needs to be. Bodies are not written here but by the codec.
namespace dollr::schema::detail {

class json_text {
public:
    json_text& open(char bracket) {
        begin_value();
        out_ += bracket;
        closing_ += bracket == '{' ? '}' : ']';
        empty_ = true;
        return *this;
    }
    json_text& close() {
        char const bracket = closing_.back();
        closing_.pop_back();
        if (!empty_) begin_line();
        out_ += bracket;
        empty_ = false;
        return *this;
    }
    json_text& key(std::string_view name) {
        begin_value();
        quote(name);
        out_ += ": ";
        after_key_ = true;
        return *this;
    }
    json_text& text(std::string_view value) {
        begin_value();
        quote(value);
        return *this;
    }
    /// true, false or a number.
    json_text& plain(std::string_view value) {
        begin_value();
        out_ += value;
        return *this;
    }
    json_text& pair(std::string_view name, std::string_view value) { return key(name).text(value); }
    json_text& pair(std::string_view name, std::int64_t value) { return key(name).plain(std::to_string(value)); }

    std::string take() { return std::move(out_ += '\n'); }

private:
    void begin_value() {
        if (!std::exchange(after_key_, false) && !closing_.empty()) {
            if (!empty_) out_ += ',';
            begin_line();
        }
        empty_ = false;
    }
    void begin_line() { out_.append(1, '\n').append(2 * closing_.size(), ' '); }
    void quote(std::string_view value) {
        out_ += '"';
        for (char const c : value) {
            if (c == '"' || c == '\\') out_ += '\\';
            out_ += c;
        }
        out_ += '"';
    }

    std::string out_;
    std::string closing_;  ///< the brackets that are open, as they will be closed
    bool empty_ = true;    ///< nothing in the innermost one yet
    bool after_key_ = false;
};

}  // namespace dollr::schema::detail

#endif
