// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_IMPL_WALKER_HPP
#define DOLLR_CODEC_IMPL_WALKER_HPP

#include <dollr/codec/impl/read_leaf.hpp>
#include <dollr/codec/limits.hpp>
#include <dollr/schema/structure.hpp>
#include <dollr/value/issue.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// From JSON events to places in memory, by the tables of the schema. The walker knows nothing of JSON's text and the
/// parser nothing of the schema. It goes on after an issue, so that all are found; what the schema does not know is
/// skipped.
///
/// The stack holds one frame for each object or list that is being read; what is being skipped is only counted.
namespace dollr::codec::detail {

class walker {
public:
    static constexpr std::size_t depth_limit = 32;

    walker(schema::type const& root, void* place, read_options const& options, std::vector<issue>& issues) noexcept
        : root_(&root), place_(place), options_(&options), issues_(&issues) {}

    void null();
    void boolean(bool value);
    void number(std::string_view text);
    void text(std::string_view value);
    void begin_object();
    void key(std::string_view name);
    void end_object();
    void begin_list();
    void end_list();

    /// Would text() or number() read its argument?
    bool is_reading() const noexcept {
        return skipped_ == 0 && (depth_ == 0 || top().list != nullptr || top().member != unknown);
    }

    /// An issue at the value that is being read.
    void report(static_issue const& f);

private:
    static constexpr std::uint32_t unknown = 0xFFFFFFFFu;

    struct frame {
        schema::structure const* structure;  ///< of an object
        schema::list_access const* list;     ///< of a list
        void* place;
        std::uint64_t seen;       ///< bit i: member i was read, by its name
        std::uint64_t seen_also;  ///< or by its second name
        std::uint32_t member;     ///< the one whose value is due, or unknown
        std::int64_t index;       ///< of the list's newest element
        bool by_second_name;
    };

    struct slot {
        schema::type const* type;  ///< null: skip
        void* place;
        schema::field const* field;
    };

    frame& top() noexcept { return frames_[depth_ - 1]; }
    frame const& top() const noexcept { return frames_[depth_ - 1]; }

    schema::field const& current() const noexcept {
        if (depth_ == 0 || top().list != nullptr || top().member == unknown) return plain_field;
        return top().structure->fields[top().member];
    }

    slot next() {
        if (!is_reading()) return {nullptr, nullptr, nullptr};
        if (depth_ == 0) return {root_, place_, &plain_field};
        frame& f = top();
        if (f.list != nullptr) {
            ++f.index;
            return {f.list->element, f.list->append(f.place), &plain_field};
        }
        schema::field const& field = current();
        void* place = field.at(f.place);
        if (field.optional != nullptr) place = field.optional->emplace(place);
        return {field.type, place, &field};
    }

    /// Answers of which the contract only guesses the shape may write a number as its text, or the reverse.
    bool either() const noexcept {
        return options_->tolerant && depth_ != 0 && top().structure != nullptr &&
               schema::is_guess(top().structure->evidence);
    }

    void push(schema::structure const* structure, schema::list_access const* list, void* place) noexcept {
        frames_[depth_++] = {structure, list, place, 0, 0, unknown, -1, false};
    }

    void report_missing(std::uint64_t absent);
    void report_unknown(std::string_view name);
    issue_location location() const;
    void add(issue_location loc, static_issue const& f, schema::field const& field);

    schema::type const* root_;
    void* place_;
    read_options const* options_;
    std::vector<issue>* issues_;
    std::size_t depth_ = 0;
    std::size_t skipped_ = 0;  ///< containers open inside what is skipped
    std::array<frame, depth_limit> frames_;
};

BOOST_NOINLINE inline issue_location walker::location() const {
    issue_location loc;
    loc.reserve(depth_ + 1);
    if (!options_->root.empty()) loc.emplace_back(std::string(options_->root));
    for (std::size_t i = 0; i < depth_; ++i) {
        frame const& f = frames_[i];
        if (f.list != nullptr) {
            loc.emplace_back(f.index);
        } else if (f.member != unknown) {
            schema::field const& field = f.structure->fields[f.member];
            loc.emplace_back(std::string(f.by_second_name ? field.rule.also : field.name));
        }
    }
    return loc;
}

BOOST_NOINLINE inline void walker::add(issue_location loc, static_issue const& f, schema::field const& field) {
    if (issues_->size() >= options_->limits.issues_max) return;
    add_issue(*issues_, std::move(loc), f, field);
}

BOOST_NOINLINE inline void walker::report(static_issue const& f) { add(location(), f, current()); }

BOOST_NOINLINE inline void walker::report_missing(std::uint64_t absent) {
    auto const fields = top().structure->fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if ((absent >> i & 1) == 0) continue;
        auto loc = location();
        loc.emplace_back(std::string(fields[i].name));
        add(std::move(loc), missing, fields[i]);
    }
}

BOOST_NOINLINE inline void walker::report_unknown(std::string_view name) {
    auto loc = location();
    loc.emplace_back(std::string(name));
    add(std::move(loc), not_a_member, plain_field);
}

inline void walker::null() {
    if (!is_reading()) return;
    if (depth_ != 0 && top().list == nullptr && current().optional != nullptr) {
        current().optional->reset(current().at(top().place));
        return;
    }
    slot const s = next();
    report(due(*s.type, *s.field));
}

inline void walker::boolean(bool value) {
    slot const s = next();
    if (s.type == nullptr) return;
    if (s.type->kind == schema::kind::boolean)
        *static_cast<bool*>(s.place) = value;
    else
        report(due(*s.type, *s.field));
}

inline void walker::number(std::string_view text) {
    slot const s = next();
    if (s.type == nullptr) return;
    if (auto const f = read_number(*s.type, *s.field, s.place, text, either())) report(f);
}

inline void walker::text(std::string_view value) {
    slot const s = next();
    if (s.type == nullptr) return;
    if (auto const f = read_text(*s.type, *s.field, s.place, value, either())) report(f);
}

inline void walker::begin_object() {
    slot const s = next();
    if (s.type != nullptr && s.type->kind == schema::kind::object && depth_ < depth_limit) {
        push(s.type->structure, nullptr, s.place);
        return;
    }
    if (s.type != nullptr) report(due(*s.type, *s.field));
    ++skipped_;
}

inline void walker::key(std::string_view name) {
    if (skipped_ != 0) return;
    frame& f = top();
    auto const fields = f.structure->fields;
    // Members mostly come in the declared order: look where the last one was found.
    std::size_t const start = f.member == unknown ? 0 : f.member + 1;
    f.by_second_name = false;
    for (std::size_t n = 0; n < fields.size(); ++n) {
        std::size_t const i = start + n < fields.size() ? start + n : start + n - fields.size();
        bool const first = fields[i].name == name;
        if (!first && (fields[i].rule.also.empty() || fields[i].rule.also != name)) continue;
        auto const bit = std::uint64_t{1} << i;
        auto& seen = first ? f.seen : f.seen_also;
        f.member = static_cast<std::uint32_t>(i);
        f.by_second_name = !first;
        if ((seen & bit) != 0) {
            report(duplicate);
            f.member = unknown;
        } else if (!first && (f.seen & bit) != 0) {
            f.member = unknown;  // its own name came before
        }
        seen |= bit;
        return;
    }
    f.member = unknown;
    if (options_->unknown_members == unknown_members::refuse) report_unknown(name);
}

inline void walker::end_object() {
    if (skipped_ != 0) {
        --skipped_;
        return;
    }
    frame& f = top();
    f.member = unknown;
    auto const absent = f.structure->required & ~(f.seen | f.seen_also);
    if (absent != 0) report_missing(absent);
    --depth_;
}

inline void walker::begin_list() {
    slot const s = next();
    if (s.type != nullptr && s.type->kind == schema::kind::list && depth_ < depth_limit) {
        s.type->list->clear(s.place);
        push(nullptr, s.type->list, s.place);
        return;
    }
    if (s.type != nullptr) report(due(*s.type, *s.field));
    ++skipped_;
}

inline void walker::end_list() {
    if (skipped_ != 0)
        --skipped_;
    else
        --depth_;
}

}  // namespace dollr::codec::detail

#endif
