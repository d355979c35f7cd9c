// Owns: looking at every answer of a run in the order of its rows: the rules for each, then near-duplicates of samples
// of the workspace and of earlier rows. The verdicts follow from the answers alone, not from when they came. Not here:
// the rules (acceptance.h).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/storage/store.h"
#include "core/synthesis/row_prompt.h"
#include "core/text/minhash.h"

namespace primer {

class SignatureIndex;

struct AcceptanceSettings {
    MinHashSettings nearDuplicates;
    bool againstWorkspace = true;
};

class AcceptancePass
{
public:
    /// `parts` must outlive it.
    AcceptancePass(Store &store, const SynthesisParts &parts, AcceptanceSettings settings);
    ~AcceptancePass();

    /// Stores the verdicts that changed. The workspace's samples are read once. Cancelled leaves what was stored.
    Status run(Feedback &feedback);

private:
    struct Looked;
    Result<Looked> lookAt(const SynthesisItem &item) const;
    Status signWorkspace(Feedback &feedback);
    void findCopies(Looked &looked, SignatureIndex &rows) const;

    Store &m_store;
    const SynthesisParts &m_parts;
    const AcceptanceSettings m_settings;
    const MinHasher m_hasher;
    std::unique_ptr<SignatureIndex> m_workspace; ///< null before it was read
};

/// Of a run: verdicts anew. As run() of a pass.
Status acceptRun(Store &store, const std::string &run, const AcceptanceSettings &settings, Feedback &feedback);

} // namespace primer
