// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_CREDENTIALS_HPP
#define DOLLR_CLI_CREDENTIALS_HPP

#include <dollr/api/auth.hpp>
#include <dollr/api/executions.hpp>
#include <dollr/value/result.hpp>

#include <optional>
#include <string>

/// Who we are to the API, and the passcode of payouts. From a JSON file of mode 0600, or from the environment;
/// never from arguments, which every user of the machine can read.
namespace dollr::cli {

struct credentials {
    std::string client_id;
    secret_string client_secret;
    std::optional<api::passcode_payload> passcode;  ///< only payouts need it; in the API's own words
};
BOOST_DESCRIBE_STRUCT(credentials, (), (client_id, client_secret, passcode))
consteval auto schema_of(credentials const*) {
    return schema::description{"Credentials", schema::evidence::own,
                               schema::rule{.member = "client_id", .length_min = 1, .length_max = 200}};
}

/// `path` empty: the environment (docs/program.md names the variables), which is cleared as it is read.
[[nodiscard]] result<credentials> load_credentials(std::string const& path);

/// What `dollr sandbox` accepts. Not a secret: it opens nothing but a sandbox on this machine.
[[nodiscard]] credentials sandbox_credentials();

}  // namespace dollr::cli

#endif
