// What the comparison with transformers cannot see: dropout.
#include <gtest/gtest.h>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/model/transformer.h"

using namespace primer;

namespace {

ModelConfig smallModel()
{
    ModelConfig config = *ModelConfig::preset("tiny");
    config.vocabularySize = 50;
    config.contextLength = 200;
    config.initStd = 0.2;
    config.attentionDropout = 0.2;
    config.residualDropout = 0.3;
    return config;
}

} // namespace

TEST(Transformer, gradientsWithDropoutAreTheSlopesOfTheLoss)
{
    Transformer model(smallModel(), at::kCPU, at::kFloat, true);
    model.initialise(3);
    const at::Tensor ids = at::randint(0, 50, {2, 150}, at::detail::createCPUGenerator(9),
                                       at::TensorOptions(at::kLong));
    const at::Tensor tokens = ids.slice(1, 0, -1).contiguous(), targets = ids.slice(1, 1).contiguous();
    const auto lossAt = [&](const at::Tensor &parameters) {
        model.master().copy_(parameters);
        model.gradients().zero_();
        return model.forwardBackward(tokens, targets, {77, true, 1}).item<double>();
    };
    const at::Tensor origin = model.master().clone();
    lossAt(origin);
    const at::Tensor gradient = model.gradients().clone();
    for (const ParameterPlace &place : model.places()) {
        // Along the gradient of one parameter the loss rises by its squared norm.
        at::Tensor direction = at::zeros_like(origin);
        const at::Tensor part = gradient.narrow(0, place.offset, place.count);
        const double norm = part.norm().item<double>();
        ASSERT_GT(norm, 0) << place.name;
        direction.narrow(0, place.offset, place.count).copy_(part / norm);
        constexpr double step = 2e-3;
        const double slope = (lossAt(origin + direction * step) - lossAt(origin - direction * step)) / (2 * step);
        EXPECT_NEAR(slope / norm, 1, 0.02) << place.name;
    }
}

TEST(Transformer, masksAreAFunctionOfTheSeed)
{
    Transformer model(smallModel(), at::kCPU, at::kFloat, true);
    model.initialise(3);
    const at::Tensor ids = at::randint(0, 50, {2, 100}, at::detail::createCPUGenerator(9),
                                       at::TensorOptions(at::kLong));
    const auto loss = [&](std::uint64_t seed, bool hasDropout) {
        return model.forwardBackward(ids, ids, {seed, hasDropout, 1}).item<double>();
    };
    EXPECT_EQ(loss(1, true), loss(1, true));
    EXPECT_NE(loss(1, true), loss(2, true));
    EXPECT_EQ(loss(1, false), loss(2, false));
    EXPECT_NEAR(loss(1, false), model.lossSum(ids, ids).item<double>(), 1e-2);
}

TEST(Transformer, layersMadeAgainGiveTheSameBits)
{
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        for (const ModelFamily family : {ModelFamily::Phi, ModelFamily::CodeGen}) {
            ModelConfig config = smallModel();
            config.family = family;
            config.layers = 3;
            Transformer model(config, at::kCPU, type, true);
            model.initialise(3);
            const at::Tensor ids = at::randint(0, 50, {2, 140}, at::detail::createCPUGenerator(9),
                                               at::TensorOptions(at::kLong));
            const auto passOf = [&](bool keepsActivations) {
                model.gradients().zero_();
                const double loss = model.forwardBackward(ids, ids, {77, true, 0.5, keepsActivations}).item<double>();
                return std::pair(loss, model.gradients().clone());
            };
            const auto kept = passOf(true), again = passOf(false);
            EXPECT_EQ(kept.first, again.first);
            EXPECT_TRUE(at::equal(kept.second, again.second)) << modelFamilyName(family) << " " << toString(type);
            EXPECT_GT(kept.second.abs().max().item<float>(), 0);
        }
    }
}

TEST(Transformer, targetsBelowZeroCountNothing)
{
    ModelConfig config = smallModel();
    Transformer model(config, at::kCPU, at::kFloat, true);
    model.initialise(4);
    const at::Tensor ids = at::randint(0, 50, {1, 20}, at::detail::createCPUGenerator(9), at::TensorOptions(at::kLong));
    at::Tensor targets = ids.clone();
    targets.slice(1, 5).fill_(-1);
    EXPECT_NEAR(model.lossSum(ids, targets).item<double>(),
                model.lossSum(ids.slice(1, 0, 5).contiguous(), ids.slice(1, 0, 5).contiguous()).item<double>(), 1e-3);
}
