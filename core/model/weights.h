// Owns: a model's directory: config.json and safetensors (one file or an index of several), in the layouts found in the
// wild, to the transformer's flat row and back. Not here: the format itself (safetensors.h), checkpoints of a run.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/model/transformer.h"

namespace primer {

enum class WeightLayout {
    Phi,       ///< model.layers.N.self_attn.{q,k,v}_proj (2024 on)
    PhiFused,  ///< model.layers.N.self_attn.query_key_value, rows (head, 3, width) (December 2023)
    PhiMsft,   ///< transformer.h.N.mixer.Wqkv (November 2023)
    MixFormer, ///< layers.N+1.mixer.Wqkv (September 2023)
    CodeGen,   ///< transformer.h.N.attn.qkv_proj: four groups of [Q | V | K], rotary pairs interleaved
};
const char *weightLayoutName(WeightLayout layout);

/// config.json of the directory.
Result<ModelConfig> readModelConfig(const std::string &folder);
/// Fills the master row and refreshes. Corrupt when a tensor is missing, of another shape, or left over (buffers that
/// are known to be no parameters excepted). F32, F16 and BF16 are read, whatever config.json says.
Result<WeightLayout> loadWeights(Transformer &model, const std::string &folder);
/// config.json and model.safetensors (fp32) as transformers reads them: Phi's layout or CodeGen's, by family. `flat` is
/// the master row or a copy of it; the model itself is only asked for places.
Status saveWeights(const Transformer &model, const at::Tensor &flat, const std::string &folder);

} // namespace primer
