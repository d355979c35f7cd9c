#include <iostream>
#include <memory>
#include <string>

#include <termios.h>
#include <unistd.h>

#include "app/cli/command.h"

#include "core/teacher/key_source.h"

namespace primer::cli {

namespace {

struct Options {
    std::string action, url;
};

/// From standard input, unseen at a terminal: on the command line every user of the machine could read it.
Result<ApiKey> typedKey()
{
    termios before = {};
    const bool isTerminal = ::isatty(STDIN_FILENO) != 0 && ::tcgetattr(STDIN_FILENO, &before) == 0;
    if (isTerminal) {
        termios silent = before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSANOW, &silent);
        std::cerr << "Key: " << std::flush;
    }
    std::string line;
    std::getline(std::cin, line);
    if (isTerminal) {
        ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
        std::cerr << '\n';
    }
    return ApiKey::from(line, "standard input");
}

Result<Answer> run(const Options &options)
{
    Endpoint endpoint;
    endpoint.baseUrl = options.url;
    endpoint.model = "any";
    endpoint.allowsPlainHttp = true; // asked at the run
    PRIMER_TRY(endpoint.check());
    const std::string name = keyNameOf(options.url);
    Answer answer;
    answer.json = {{"name", name}};
    if (options.action == "keep") {
        const auto key = PRIMER_TRY(typedKey());
        PRIMER_TRY(keepKey(options.url, key));
        answer.text = "The keychain keeps a key for " + oneLine(name) + "\n";
    } else if (options.action == "forget") {
        PRIMER_TRY(forgetKey(options.url));
        answer.text = "The keychain keeps no key for " + oneLine(name) + " any more\n";
    } else {
        const auto isKept = PRIMER_TRY(hasKey(options.url));
        answer.json["kept"] = isKept;
        answer.text = "The keychain keeps " + std::string(isKept ? "a" : "no") + " key for " + oneLine(name)
                      + (isKept ? "\n" : ", or it is locked\n");
    }
    return answer;
}

} // namespace

void addKey(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand(
        "key", "Keys of teachers in the desktop's keychain: keep (read from standard input), forget, check");
    command->add_option("action", options->action, "keep, forget or check")
        ->required()
        ->check(CLI::IsMember({"keep", "forget", "check"}));
    command->add_option("url", options->url, "Address of the endpoint; a key is kept for its server alone")->required();
    command->footer("Example: primer-cli key keep https://api.openai.com/v1");
    add(command, [options](Context &) -> Result<Answer> { return run(*options); });
}

} // namespace primer::cli
