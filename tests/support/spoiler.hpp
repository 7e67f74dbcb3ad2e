// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_SPOILER_HPP
#define DOLLR_TESTS_SUPPORT_SPOILER_HPP

#include <dollr/codec/writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Documents that are right but for one place.
namespace dollr::test {

/// Another form is a number as its text, or a text as a number.
enum class change { none, remove, null, other_type, other_form, twice, other_word };

/// A place in a document: a member of an object, or an element of a list.
struct spot {
    std::string loc;
    schema::type const* type;
    schema::field const* field;
    schema::structure const* owner;  ///< null: an element of a list

    bool element() const { return owner == nullptr; }
};

/// Writes a value like the codec does, with one spot of it changed, and remembers the spots.
class spoiler {
public:
    spoiler(change c, std::size_t at) : change_(c), at_(at) {}

    std::string json(schema::type const& type, void const* place) {
        return value(type, codec::detail::plain_field, place, "body");
    }
    std::vector<spot> const& spots() const { return spots_; }

private:
    bool is_here(std::string const& loc, schema::type const& type, schema::field const& field,
                 schema::structure const* owner) {
        spots_.push_back({loc, &type, &field, owner});
        return spots_.size() == at_ + 1 && change_ != change::none;
    }

    static std::string of_other_type(schema::type const& type) {
        using schema::kind;
        switch (type.kind) {
            case kind::object:
            case kind::list:
                return "5";
            case kind::boolean:
                return R"("true")";
            case kind::step:
                return "true";
            default:
                return "{\"x\":[1]}";
        }
    }

    static std::string of_other_form(std::string const& original) {
        if (original.front() == '"') return is_number(original) ? original.substr(1, original.size() - 2) : "5";
        return "\"" + (original.front() == '{' || original.front() == '[' ? "" : original) + "\"";
    }

    /// A quoted number of ours: an id or an amount.
    static bool is_number(std::string const& quoted) {
        return quoted.size() > 2 && quoted.find_first_not_of("0123456789.", 1) == quoted.size() - 1;
    }

    std::string changed(schema::type const& type, std::string const& original) const {
        if (change_ == change::null) return "null";
        if (change_ == change::other_type) return of_other_type(type);
        if (change_ == change::other_form) return of_other_form(original);
        if (change_ == change::other_word) return R"("never heard of")";
        return original;
    }

    std::string value(schema::type const& type, schema::field const& field, void const* place, std::string const& loc) {
        if (type.kind == schema::kind::object) return object(*type.structure, place, loc);
        if (type.kind == schema::kind::list) return list(type, place, loc);
        std::string out(70000, ' ');
        out.resize(static_cast<std::size_t>(codec::detail::write_value(out.data(), type, field, place) - out.data()));
        return out;
    }

    std::string object(schema::structure const& s, void const* place, std::string const& loc) {
        std::string out;
        for (auto const& field : s.fields) {
            void const* const at = codec::detail::value_of(field, place);
            if (at == nullptr) continue;
            auto const here = loc + "." + std::string(field.name);
            bool const spoil = is_here(here, *field.type, field, &s);
            auto member = value(*field.type, field, at, here);
            if (spoil && change_ == change::remove) continue;
            if (spoil) member = changed(*field.type, member);
            auto const text = "\"" + std::string(field.name) + "\":" + member;
            out += (out.empty() ? "" : ",") + text + (spoil && change_ == change::twice ? "," + text : "");
        }
        return "{" + out + "}";
    }

    std::string list(schema::type const& type, void const* place, std::string const& loc) {
        std::string out;
        for (std::size_t i = 0; i < type.list->size(place); ++i) {
            auto const here = loc + "." + std::to_string(i);
            bool const spoil = is_here(here, *type.list->element, codec::detail::plain_field, nullptr);
            auto element = value(*type.list->element, codec::detail::plain_field, type.list->at(place, i), here);
            if (spoil) element = changed(*type.list->element, element);
            out += (out.empty() ? "" : ",") + element;
        }
        return "[" + out + "]";
    }

    change change_;
    std::size_t at_;
    std::vector<spot> spots_;
};

}  // namespace dollr::test

#endif
