#include <cstdlib>
#include <memory>

#include "app/cli/command.h"

#include "core/hub/model_fetch.h"

namespace primer::cli {

void addModel(CLI::App &app, const Registrar &add)
{
    struct Options {
        ModelFetch fetch;
        std::string tokenVariable = "HF_TOKEN", action = "fetch";
    };
    const auto options = std::make_shared<Options>();
    if (const char *endpoint = std::getenv("HF_ENDPOINT"); endpoint && *endpoint)
        options->fetch.endpoint = endpoint;
    CLI::App *command = app.add_subcommand(
        "model", "Fetch a model directory from a Hub-compatible endpoint; goes on where it was broken off");
    command->add_option("action", options->action, "fetch")->required()->check(CLI::IsMember({"fetch"}));
    command->add_option("model", options->fetch.model, "OWNER/NAME")->required();
    command->add_option("target", options->fetch.target, "The folder it becomes; default: its name here");
    command->add_option("--revision", options->fetch.revision, "A branch, tag or commit")->capture_default_str();
    command->add_option("--endpoint", options->fetch.endpoint, "Default: HF_ENDPOINT, else https://huggingface.co")
        ->capture_default_str();
    command
        ->add_option("--token-env", options->tokenVariable,
                     "Variable of the environment that holds a token, if the model needs one")
        ->capture_default_str();
    command->footer("Example: primer-cli model fetch Salesforce/codegen-350M-mono");
    add(command, [options](Context &context) -> Result<Answer> {
        if (options->fetch.target.empty())
            options->fetch.target = options->fetch.model.substr(options->fetch.model.rfind('/') + 1);
        if (const char *token = std::getenv(options->tokenVariable.c_str()))
            options->fetch.token = token;
        const auto fetched = PRIMER_TRY(fetchModel(options->fetch, context.feedback));
        Answer answer;
        answer.json = {{"folder", fetched.folder},
                       {"commit", fetched.commit},
                       {"files", fetched.files},
                       {"bytes", fetched.bytes},
                       {"received", fetched.received}};
        answer.text = oneLine(options->fetch.model) + " (" + humanBytes(fetched.bytes) + ") is in "
                      + oneLine(fetched.folder) + ", every file as listed\n";
        return answer;
    });
}

} // namespace primer::cli
