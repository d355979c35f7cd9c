// Owns: trying an endpoint out before a run is drawn up: its list of models, which costs nothing, and one sample asked
// for real. Nothing is stored. Not here: runs (teacher_run.h), words for people.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/dataset/prompt.h"
#include "core/http/http_request.h"
#include "core/teacher/endpoint.h"

namespace primer {

struct TeacherTrial {
    std::string url; ///< of the request that `reply` answers
    HttpReply reply; ///< the last one that was asked; without its body
    enum class Stage {
        Connection, ///< it ended while the list of models was asked for
        Sample,     ///< the sample was asked
    } stage = Stage::Connection;
    bool listsModels = false; ///< many servers have no such list
    bool knowsModel = false;  ///< the model is on the list
    bool hasValue = false;
    double value = 0;
    std::string reasoning;
    std::string problem;                                   ///< a stable word, of an answer that is no value
    std::int64_t promptTokens = -1, completionTokens = -1; ///< -1: not said
};

/// The list of models alone, which costs nothing. Blocks for one request at the most. `stop` is asked all the while.
TeacherTrial tryConnection(const Endpoint &endpoint, const ApiKey &key, const std::function<bool()> &stop);
/// The server answers and does not refuse the key.
bool isConnected(const TeacherTrial &trial);

/// Blocks for the two requests at the most. `stop` is asked all the while.
TeacherTrial tryTeacher(const Endpoint &endpoint, const Prompt &prompt, const ApiKey &key, std::string_view sample,
                        const std::function<bool()> &stop);

} // namespace primer
