// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_IMPL_JSON_PARSER_HPP
#define DOLLR_CODEC_IMPL_JSON_PARSER_HPP

#include <dollr/codec/impl/walker.hpp>
#include <dollr/codec/reader.hpp>
#include <dollr/value/separate.hpp>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

/// Boost.JSON's event parser in front of the walker. It alone decides what is JSON.
///
/// The parser hands keys, strings and numbers over in parts (an escape ends a part, and a number's last event carries
/// only its last piece), so they are joined here, and a number reaches the walker as the text that was sent: the double
/// that Boost computes is wrong in one of five amounts of twelve digits and six decimals. Its limits are ours, because
/// the versions of Boost differ in theirs.
namespace dollr::codec::detail {

class json_events {
public:
    static constexpr std::size_t max_object_size = SIZE_MAX;
    static constexpr std::size_t max_array_size = SIZE_MAX;
    static constexpr std::size_t max_key_size = SIZE_MAX;
    static constexpr std::size_t max_string_size = SIZE_MAX;
    static constexpr std::size_t number_limit = 64;

    using text = boost::json::string_view;
    using code = boost::system::error_code;

    json_events(walker& w, limits const& l) noexcept
        : walker_(&w), string_max_(l.string_max), number_max_(std::min(l.number_max, number_limit)) {}

    /// Not empty: a limit was passed, and the parser stopped there.
    static_issue const& stopped() const noexcept { return stopped_; }

    bool on_document_begin(code&) noexcept { return true; }
    bool on_document_end(code&) noexcept { return true; }
    bool on_object_begin(code&) { return walker_->begin_object(), true; }
    bool on_object_end(std::size_t, code&) { return walker_->end_object(), true; }
    bool on_array_begin(code&) { return walker_->begin_list(), true; }
    bool on_array_end(std::size_t, code&) { return walker_->end_list(), true; }
    bool on_bool(bool b, code&) { return walker_->boolean(b), true; }
    bool on_null(code&) { return walker_->null(), true; }

    bool on_key_part(text s, std::size_t total, code&) noexcept {
        if (total <= key_.size()) std::memcpy(key_.data() + (total - s.size()), s.data(), s.size());
        return true;
    }
    bool on_key(text s, std::size_t total, code& ec) {
        if (total == s.size()) {
            walker_->key({s.data(), s.size()});
        } else {
            on_key_part(s, total, ec);  // no member has a name as long as the buffer: a longer key is unknown
            walker_->key({key_.data(), total <= key_.size() ? total : 0});
        }
        return true;
    }

    bool on_string_part(text s, std::size_t total, code& ec) {
        if (total > string_max_) return stop(string_limit, ec);
        if (walker_->is_reading()) joined_.append({s.data(), s.size()});
        return true;
    }
    bool on_string(text s, std::size_t total, code& ec) {
        if (total == s.size() && total <= string_max_) {
            walker_->text({s.data(), s.size()});
            return true;
        }
        if (!on_string_part(s, total, ec)) return false;
        walker_->text(joined_.reveal());
        joined_.wipe();
        return true;
    }

    bool on_number_part(text s, code& ec) {
        if (s.size() > number_max_ - number_size_) return stop(digits_limit, ec);
        std::memcpy(number_.data() + number_size_, s.data(), s.size());
        number_size_ += s.size();
        return true;
    }
    bool on_int64(std::int64_t, text s, code& ec) { return on_number(s, ec); }
    bool on_uint64(std::uint64_t, text s, code& ec) { return on_number(s, ec); }
    bool on_double(double, text s, code& ec) { return on_number(s, ec); }

    bool on_comment_part(text, code&) noexcept { return true; }
    bool on_comment(text, code&) noexcept { return true; }

private:
    static constexpr static_issue string_limit{"limit", "this text is longer than the limit of this library"};
    static constexpr static_issue digits_limit{"limit",
                                               "this number has more characters than the limit of this library"};

    bool on_number(text s, code& ec) {
        if (!on_number_part(s, ec)) return false;
        walker_->number({number_.data(), number_size_});
        number_size_ = 0;
        return true;
    }

    bool stop(static_issue const& f, code& ec) {
        stopped_ = f;
        walker_->report(f);
        ec = boost::json::make_error_code(boost::json::error::string_too_large);  // any: the caller looks at stopped()
        return false;
    }

    walker* walker_;
    std::size_t string_max_;
    std::size_t number_max_;
    static_issue stopped_{};
    std::size_t number_size_ = 0;
    std::array<char, number_limit> number_;
    std::array<char, 64> key_;
    secret_string joined_;  ///< what is being joined may be a token
};

/// What keeps a text from being read at all: at this byte of it, the text is not one JSON document.
BOOST_NOINLINE inline void add_syntax_issue(std::vector<issue>& issues, std::string_view root, std::size_t offset,
                                            std::string_view msg) {
    issue_location loc;
    if (!root.empty()) loc.emplace_back(std::string(root));
    loc.emplace_back(static_cast<std::int64_t>(offset));
    add_issue(issues, std::move(loc), {"json_invalid", msg}, plain_field);
}

DOLLR_DECL void parse(std::string_view json, schema::type const& type, void* place, read_options const& options,
                      std::vector<issue>& issues) {
    constexpr static_issue too_large{"limit", "this is larger than the limit of this library"};
    limits const& l = options.limits;
    if (json.size() > l.body_max) {
        issue_location loc;
        if (!options.root.empty()) loc.emplace_back(std::string(options.root));
        add_issue(issues, std::move(loc), too_large, plain_field);
        return;
    }
    if (json.empty()) return add_syntax_issue(issues, options.root, 0, "expected JSON, but the body is empty");
    walker w(type, place, options, issues);
    boost::json::parse_options json_options;
    json_options.max_depth = std::min<std::size_t>(l.depth_max, walker::depth_limit);
    boost::json::basic_parser<json_events> parser(json_options, w, l);
    boost::system::error_code ec;
    auto const read = parser.write_some(false, json.data(), json.size(), ec);
    if (!ec && read == json.size()) return;
    if (parser.handler().stopped()) return;
    issues.clear();
    std::string_view msg = "this is not JSON";
    if (!ec)
        msg = "something follows the JSON document";
    else if (ec == boost::json::error::incomplete)
        msg = "the JSON text is cut off";
    else if (ec == boost::json::error::too_deep)
        msg = "this is nested deeper than the limit of this library";
    add_syntax_issue(issues, options.root, read, msg);
}

}  // namespace dollr::codec::detail

#endif
