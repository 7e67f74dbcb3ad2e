// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SCHEMA_OPENAPI_HPP
#define DOLLR_SCHEMA_OPENAPI_HPP

#include <dollr/schema/impl/json_text.hpp>
#include <dollr/schema/structure.hpp>
#include <dollr/schema/type.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The described types as an OpenAPI 3.1 document: what the tables say, and nothing beside them.
///
/// It says what the API promises, in the API's own habits: an optional member may be null, an open set of words is
/// plain text in a body and an enumeration in a query, whatever stands in a path is text, an amount is a number of at
/// least 0.01 or an integer of at least 1. That we read more tolerantly and send more strictly is not in it.
namespace dollr::schema {

/// An operation as data. The types are of its parts; an empty struct is no part.
struct operation_tables {
    std::string_view method;    ///< "GET"
    std::string_view target;    ///< after the version: "/parties/retrieve/{id}"
    std::string_view api_name;  ///< the function behind it, of which FastAPI makes the operationId
    bool bearer;
    type const* path;
    type const* query;
    type const* body;
    type const* response;
};

/// `problem` is the body of a 422. No two operations have the same target.
[[nodiscard]] inline std::string openapi(std::span<operation_tables const> operations, type const& problem);

namespace detail {

/// Where a value stands: that decides how the API's documents write its type.
enum class standing : std::uint8_t { path, query, request, response };

class exporter {
public:
    std::string document(std::span<operation_tables const> operations, type const& problem);

private:
    /// A structure that has a name, and the side that it comes from.
    struct named {
        structure const* of;
        standing where;
    };

    void operation(operation_tables const& op, type const& problem);
    void version();
    void parameter(field const& f, standing where);
    void content(type const& t, standing where);
    void object(structure const& s, standing where);
    void member(field const& f, standing where);
    void value(type const& t, field const& f, standing where);
    void number(type const& t, field const& f, standing where);
    void text(std::uint32_t least = 0, std::uint32_t most = rule{}.length_max, std::string_view pattern = {});
    void name(type const& t, standing where);

    json_text& alternative(std::string_view type) { return json_.open('{').pair("type", type); }

    json_text json_;
    std::vector<named> named_;
};

constexpr bool is_required(field const& f) noexcept { return f.required() || f.rule.null_if_absent; }

/// "a number or an integer", which is a list of alternatives by itself.
constexpr bool is_either_number(field const& f) noexcept {
    return f.rule.form == form::natural &&
           (f.type->kind == kind::amount || (f.type->kind == kind::integer && f.rule.either_form));
}

/// Every structure behind this type that has a name, once.
inline void exporter::name(type const& t, standing where) {
    if (t.kind == kind::list) return name(*t.list->element, where);
    if (t.kind != kind::object || t.structure->name.empty()) return;
    for (named const& n : named_)
        if (n.of == t.structure) return;
    named_.push_back({t.structure, where});
    for (field const& f : t.structure->fields) name(*f.type, where);
}

inline void exporter::text(std::uint32_t least, std::uint32_t most, std::string_view pattern) {
    json_.pair("type", "string");
    if (least != 0) json_.pair("minLength", least);
    if (most != rule{}.length_max) json_.pair("maxLength", most);
    if (!pattern.empty()) json_.pair("pattern", pattern);
}

inline void exporter::number(type const& t, field const& f, standing where) {
    if (f.rule.form == form::text) return text();
    if (t.kind == kind::integer && !f.rule.either_form) {
        json_.pair("type", "integer");
        if (f.rule.at_least != rule{}.at_least) json_.pair("minimum", f.rule.at_least);
        return;
    }
    if (where == standing::query) {
        json_.pair("type", "number");
        if (f.rule.payable) json_.key("minimum").plain("0.01");
        return;
    }
    json_.key("anyOf").open('[');
    for (bool const whole : {false, true}) {
        alternative(whole ? "integer" : "number");
        if (f.rule.payable) json_.key("minimum").plain(whole ? "1" : "0.01");
        json_.close();
    }
    if (f.optional != nullptr) alternative("null").close();
    json_.close();
}

/// What stands between the braces of a value's schema.
inline void exporter::value(type const& t, field const& f, standing where) {
    switch (t.kind) {
        case kind::text:
            return text(f.rule.length_min, f.rule.length_max);
        case kind::secret:
            text();
            if (where == standing::request) json_.pair("format", "password").key("writeOnly").plain("true");
            return;
        case kind::boolean:
            json_.pair("type", "boolean");
            return;
        case kind::integer:
        case kind::amount:
            return number(t, f, where);
        case kind::currency:
            return text(3, 3, where == standing::query ? "^[A-Z]{3}$" : "");
        case kind::phone:
            return text(8, 15, "^[1-9]\\d{7,14}$");
        case kind::reference_id:
            text();
            json_.pair("description", "UUID version 4 chosen by the caller");
            return;
        case kind::timestamp:
            text();
            json_.pair("format", "date-time");
            return;
        case kind::word:
            text();
            if (t.word->open && where != standing::query) return;
            json_.key("enum").open('[');
            for (auto const word : t.word->words) json_.text(word);
            json_.close();
            return;
        case kind::step:
            json_.key("anyOf").open('[');
            alternative("string").close();
            alternative("integer").close();
            json_.close();
            return;
        case kind::object:
            if (t.structure->name.empty())
                json_.pair("type", "object");
            else
                json_.pair("$ref", "#/components/schemas/" + std::string(t.structure->name));
            return;
        case kind::list:
            json_.pair("type", "array").key("items").open('{');
            value(*t.list->element, field{}, where);
            json_.close();
            return;
    }
}

inline void exporter::member(field const& f, standing where) {
    json_.open('{');
    if (where == standing::path) {
        text(f.rule.length_min, f.rule.length_max);
    } else if (f.optional == nullptr || (is_either_number(f) && where != standing::query)) {
        value(*f.type, f, where);
    } else {
        json_.key("anyOf").open('[').open('{');
        value(*f.type, f, where);
        json_.close();
        alternative("null").close();
        json_.close();
    }
    json_.close();
}

inline void exporter::object(structure const& s, standing where) {
    json_.key(s.name).open('{').pair("type", "object").key("properties").open('{');
    for (field const& f : s.fields) {
        json_.key(f.name);
        member(f, where);
    }
    json_.close();
    if (std::any_of(s.fields.begin(), s.fields.end(), is_required)) {
        json_.key("required").open('[');
        for (field const& f : s.fields)
            if (is_required(f)) json_.text(f.name);
        json_.close();
    }
    json_.close();
}

inline void exporter::version() {
    json_.open('{').pair("name", "version").pair("in", "path").key("required").plain("true");
    json_.key("schema").open('{').pair("const", "v1").pair("type", "string").close().close();
}

inline void exporter::parameter(field const& f, standing where) {
    json_.open('{').pair("name", f.name).pair("in", where == standing::path ? "path" : "query");
    json_.key("required").plain(f.required() ? "true" : "false").key("schema");
    member(f, where);
    json_.close();
}

inline void exporter::content(type const& t, standing where) {
    json_.key("content").open('{').key("application/json").open('{').key("schema").open('{');
    value(t, field{}, where);
    json_.close().close().close();
}

/// FastAPI's rule: the function's name and the path with every other character as "_", then the method. The tag is the
/// first segment.
inline void exporter::operation(operation_tables const& op, type const& problem) {
    std::string method(op.method);
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    auto const path = "/{version}" + std::string(op.target);
    auto id = std::string(op.api_name) + path;
    for (char& c : id)
        if (c == '/' || c == '{' || c == '}' || c == '-') c = '_';

    json_.key(path).open('{').key(method).open('{');
    json_.key("tags").open('[').text(op.target.substr(1, op.target.find('/', 1) - 1)).close();
    json_.pair("operationId", id + "_" + method);
    if (op.bearer) json_.key("security").open('[').open('{').key("HTTPBearer").open('[').close().close().close();
    json_.key("parameters").open('[');
    version();
    for (field const& f : op.path->structure->fields) parameter(f, standing::path);
    for (field const& f : op.query->structure->fields) parameter(f, standing::query);
    json_.close();
    if (!op.body->structure->fields.empty()) {
        json_.key("requestBody").open('{').key("required").plain("true");
        content(*op.body, standing::request);
        json_.close();
    }
    json_.key("responses").open('{').key("200").open('{').pair("description", "Success");
    content(*op.response, standing::response);
    json_.close().key("422").open('{').pair("description", "The request is not valid");
    content(problem, standing::response);
    json_.close().close().close().close();
}

inline std::string exporter::document(std::span<operation_tables const> operations, type const& problem) {
    json_.open('{').pair("openapi", "3.1.0");
    json_.key("info").open('{').pair("title", "Dollr Open API").pair("version", "1.0.0").close();
    json_.key("paths").open('{');
    for (operation_tables const& op : operations) {
        operation(op, problem);
        name(*op.body, standing::request);
        name(*op.response, standing::response);
    }
    name(problem, standing::response);
    json_.close().key("components").open('{').key("schemas").open('{');
    std::sort(named_.begin(), named_.end(), [](named const& a, named const& b) { return a.of->name < b.of->name; });
    for (named const& n : named_) object(*n.of, n.where);
    json_.close().key("securitySchemes").open('{').key("HTTPBearer").open('{');
    json_.pair("type", "http").pair("scheme", "bearer").close().close().close().close();
    return json_.take();
}

}  // namespace detail

inline std::string openapi(std::span<operation_tables const> operations, type const& problem) {
    return detail::exporter{}.document(operations, problem);
}

}  // namespace dollr::schema

#endif
