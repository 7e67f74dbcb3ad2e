// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_CONTRACT_WALK_COVERAGE_HPP
#define DOLLR_TESTS_CONTRACT_WALK_COVERAGE_HPP

#include <dollr/schema/describe.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Was every operation called with minimal and with full bodies? That is: was each member that may be left out left out
/// once and given once, in exchanges that went well. It is read off the schemas, so a member that is new is missed.
namespace dollr::contract {

class coverage {
public:
    template <class Op>
    void sent(typename Op::query const& query, typename Op::body const& body) {
        std::string const name(Op::name);
        note(schema::type_of<typename Op::query>, &query, name + " query");
        note(schema::type_of<typename Op::body>, &body, name + " body");
    }

    /// The members of this operation that were never given or never left out.
    [[nodiscard]] std::vector<std::string> gaps(std::string const& operation) const {
        std::vector<std::string> out;
        for (auto const& [place, seen] : members_) {
            if (!place.starts_with(operation + " ")) continue;
            if (!seen.given) out.push_back(place + " was never given");
            if (!seen.left_out) out.push_back(place + " was never left out");
        }
        return out;
    }

    [[nodiscard]] std::size_t size() const noexcept { return members_.size(); }

private:
    struct uses {
        bool given = false;
        bool left_out = false;
    };

    void note(schema::type const& type, void const* place, std::string const& where) {
        if (type.kind == schema::kind::object) {
            for (schema::field const& field : type.structure->fields) note_member(field, place, where);
        } else if (type.kind == schema::kind::list) {
            for (std::size_t i = 0; i < type.list->size(place); ++i)
                note(*type.list->element, type.list->at(place, i), where + "[]");
        }
    }
    void note_member(schema::field const& field, void const* owner, std::string const& where) {
        auto const here = where + '.' + std::string(field.name);
        void const* value = field.at(const_cast<void*>(owner));
        if (field.optional != nullptr) {
            value = field.optional->get(value);
            (value != nullptr ? members_[here].given : members_[here].left_out) = true;
        }
        if (value != nullptr) note(*field.type, value, here);
    }

    std::map<std::string, uses> members_;
};

}  // namespace dollr::contract

#endif
