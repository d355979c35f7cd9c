"""The transformer beside transformers': the same logits and gradients from the same random weights, in every layout and
type, and what Primer writes opens there."""
import json
import subprocess
import sys
import unittest

from support import BIN, ProgramTest, main

if not (BIN / "primer-engine").exists():  # built without LibTorch
    sys.exit(77)

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, CodeGenConfig, CodeGenForCausalLM, PhiConfig, PhiForCausalLM

LAYERS, WIDTH, HEADS, ROTARY, CONTEXT, VOCABULARY = 3, 96, 4, 8, 160, 211
HEAD = WIDTH // HEADS


def random_phi(seed=1):
    torch.manual_seed(seed)
    config = PhiConfig(vocab_size=VOCABULARY, hidden_size=WIDTH, intermediate_size=4 * WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
                       max_position_embeddings=CONTEXT, hidden_act="gelu_new", partial_rotary_factor=ROTARY / HEAD, layer_norm_eps=1e-5,
                       rope_parameters={"rope_type": "default", "rope_theta": 10000.0, "partial_rotary_factor": ROTARY / HEAD})
    return stirred(PhiForCausalLM(config))


def random_codegen(seed=2):
    torch.manual_seed(seed)
    config = CodeGenConfig(vocab_size=VOCABULARY, n_embd=WIDTH, n_layer=LAYERS, n_head=HEADS, n_positions=CONTEXT, n_ctx=CONTEXT, rotary_dim=ROTARY,
                           tie_word_embeddings=False)
    return stirred(CodeGenForCausalLM(config))


def stirred(model):
    """Weights of a size that makes every mistake visible; the initial ones leave attention almost uniform."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.15)
    return model.eval()


def as_other_layout(state, layout):
    """Today's phi tensors under the names and in the row order of older files."""
    old = {}
    for name, tensor in state.items():
        if ".self_attn." in name and "dense" not in name:
            continue
        if layout == "phi-fused-qkv":
            old[name] = tensor
            continue
        parts = name.split(".")
        if name.startswith("model.layers."):
            layer, rest = int(parts[2]), ".".join(parts[3:])
            rest = rest.replace("input_layernorm", "ln").replace("self_attn.dense", "mixer.out_proj")
            old[(f"transformer.h.{layer}." if layout == "phi-msft" else f"layers.{layer + 1}.") + rest] = tensor
        else:
            last = f"layers.{LAYERS + 1}"
            new = {"model.embed_tokens": {"phi-msft": "transformer.embd.wte", "mixformer": "layers.0.wte"},
                   "model.final_layernorm": {"phi-msft": "lm_head.ln", "mixformer": last + ".ln"},
                   "lm_head": {"phi-msft": "lm_head.linear", "mixformer": last + ".linear"}}[".".join(parts[:-1])][layout]
            old[f"{new}.{parts[-1]}"] = tensor
    for layer in range(LAYERS):
        for part in ("weight", "bias"):
            q, k, v = (state[f"model.layers.{layer}.self_attn.{p}_proj.{part}"] for p in "qkv")
            if layout == "phi-fused-qkv":
                by_head = [tensor.view(HEADS, HEAD, -1) for tensor in (q, k, v)]
                fused = torch.stack(by_head, 1).reshape(3 * WIDTH, -1)
                old[f"model.layers.{layer}.self_attn.query_key_value.{part}"] = fused.squeeze(1) if part == "bias" else fused
            else:
                prefix = f"transformer.h.{layer}" if layout == "phi-msft" else f"layers.{layer + 1}"
                old[f"{prefix}.mixer.Wqkv.{part}"] = torch.cat([q, k, v])
    return {name: tensor.contiguous() for name, tensor in old.items()}


class Model(ProgramTest):
    def setUp(self):
        super().setUp()
        torch.manual_seed(0)
        self.tokens = torch.randint(0, VOCABULARY, (3, 150))  # longer than one block of the attention with dropout
        save_file({"tokens": self.tokens}, self.folder / "tokens.safetensors")

    def engine(self, *arguments, code=0):
        done = subprocess.run([BIN / "primer-engine", *map(str, arguments)], capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def logits(self, folder, *options):
        answer = self.engine("logits", folder, self.folder / "tokens.safetensors", self.folder / "out", *options)
        return load_file(self.folder / "out"), answer

    def check_parity(self, model, name):
        folder = self.folder / name
        model.save_pretrained(folder)
        with torch.no_grad():
            expected = model(self.tokens, output_hidden_states=True)
        ours, _ = self.logits(folder)
        self.assertLess((ours["logits"] - expected.logits).abs().max().item(), 1e-5 * expected.logits.abs().max().item())
        torch.testing.assert_close(ours["hidden"], expected.hidden_states[-1], atol=1e-4, rtol=1e-4)
        # Written anew, transformers reads it and says the same.
        self.engine("convert", folder, self.folder / "again")
        self.engine("convert", self.folder / "again", self.folder / "again")  # an earlier conversion is replaced
        before = {file: file.read_bytes() for file in folder.iterdir()}
        for target in (folder, folder / "config.json"):  # what no conversion wrote stays as it is
            done = subprocess.run([BIN / "primer-engine", "convert", self.folder / "again", target], capture_output=True, text=True)
            self.assertEqual(json.loads(done.stdout)["error"]["code"], "target_not_ours")
        self.assertEqual({file: file.read_bytes() for file in folder.iterdir()}, before)
        again = AutoModelForCausalLM.from_pretrained(self.folder / "again").eval()
        with torch.no_grad():
            torch.testing.assert_close(again(self.tokens).logits, expected.logits, atol=1e-6, rtol=1e-6)
        return expected.logits

    def check_gradients(self, model, name):
        folder = self.folder / name
        model.save_pretrained(folder)
        loss = model(self.tokens, labels=self.tokens).loss
        loss.backward()
        _, answer = self.logits(folder, "--gradients")
        self.assertAlmostEqual(answer["loss"], loss.item(), delta=1e-5)
        ours = load_file(self.folder / "out.gradients/model.safetensors")
        names = {parameter for parameter, _ in model.named_parameters()}
        self.assertEqual(set(ours), names)
        for parameter, tensor in model.named_parameters():
            scale = tensor.grad.abs().max().item() + 1e-8
            self.assertLess((ours[parameter] - tensor.grad).abs().max().item() / scale, 1e-4, parameter)

    def test_phi(self):
        self.check_parity(random_phi(), "phi")

    def test_codegen(self):
        self.check_parity(random_codegen(), "codegen")

    def test_phi_gradients(self):
        self.check_gradients(random_phi(), "phi")

    def test_codegen_gradients(self):
        self.check_gradients(random_codegen(), "codegen")

    def test_half_precisions(self):
        # bf16 keeps 8 bits of a number, fp16 11; three layers of sums of 96 to 384 products.
        model = random_phi()
        model.save_pretrained(self.folder / "phi")
        with torch.no_grad():
            expected = model(self.tokens).logits
        for precision, tolerance in (("bf16", 4e-2), ("fp16", 5e-3)):
            ours, _ = self.logits(self.folder / "phi", "--precision", precision)
            self.assertLess((ours["logits"] - expected).abs().max().item() / expected.abs().max().item(), tolerance, precision)

    def test_older_layouts(self):
        model = random_phi()
        with torch.no_grad():
            expected = model(self.tokens).logits
        for layout in ("phi-fused-qkv", "phi-msft", "mixformer"):
            folder = self.folder / layout
            model.save_pretrained(folder)
            save_file(as_other_layout(model.state_dict(), layout), folder / "model.safetensors")
            if layout != "phi-fused-qkv":  # their configuration has other names
                (folder / "config.json").write_text(json.dumps({"model_type": "mixformer-sequential" if layout == "mixformer" else layout, "n_embd": WIDTH,
                                                                "n_layer": LAYERS, "n_head": HEADS, "n_positions": CONTEXT, "rotary_dim": ROTARY,
                                                                "vocab_size": VOCABULARY, "layer_norm_epsilon": 1e-5}))
            ours, _ = self.logits(folder)
            self.assertLess((ours["logits"] - expected).abs().max().item(), 1e-5 * expected.abs().max().item(), layout)
            self.assertEqual(self.engine("convert", folder, self.folder / "c")["layout"], layout)

    def test_half_stored_weights_and_shards(self):
        model = random_phi().half()
        model.save_pretrained(self.folder / "phi", max_shard_size="200KB")
        self.assertTrue((self.folder / "phi/model.safetensors.index.json").exists())
        ours, _ = self.logits(self.folder / "phi")
        with torch.no_grad():
            expected = PhiForCausalLM.from_pretrained(self.folder / "phi", dtype=torch.float32)(self.tokens).logits
        torch.testing.assert_close(ours["logits"], expected, atol=1e-4, rtol=1e-4)

    def texts(self, lengths):
        texts = [torch.randint(0, VOCABULARY, (length,)) for length in lengths]
        ends = torch.tensor(lengths).cumsum(0)
        save_file({"tokens": torch.cat(texts).int(), "ends": ends}, self.folder / "texts.safetensors")
        return texts

    def vectors(self, folder):
        return torch.cat([load_file(path)["vectors"] for path in sorted(folder.glob("part-*.safetensors"))])

    def test_embeddings(self):
        lengths = [1, 40, 0, CONTEXT, CONTEXT + 1, 7, 3 * CONTEXT, 5 * CONTEXT, 90]
        texts = self.texts(lengths)
        for name, model in (("codegen", random_codegen()), ("phi", random_phi())):
            model.save_pretrained(self.folder / name)
            base = model.transformer if name == "codegen" else model.model

            def states(text, most):
                with torch.no_grad():
                    return [base(chunk[None]).last_hidden_state[0] for chunk in text[: most * CONTEXT].split(CONTEXT)]

            for options, most, pool in (((), 4, lambda chunks: torch.cat(chunks).sum(0)), (("--long", "truncate"), 1, lambda chunks: torch.cat(chunks).sum(0)),
                                        (("--pooling", "last"), 4, lambda chunks: chunks[-1][-1])):
                folder = self.folder / f"{name}{most}{len(options)}{options[-1:]}"
                answer = self.engine("embed", self.folder / name, self.folder / "texts.safetensors", folder, "--part", 4, "--batch-tokens", 300, *options)
                self.assertEqual(answer["left_out_tokens"], sum(max(0, length - most * CONTEXT) for length in lengths))
                ours = self.vectors(folder)
                for place, text in enumerate(texts):
                    expected = pool(states(text, most)) if len(text) else torch.zeros(WIDTH)
                    torch.testing.assert_close(ours[place], torch.nn.functional.normalize(expected, dim=0), atol=1e-4, rtol=1e-4)

    def test_embeddings_go_on_and_keep_apart(self):
        self.texts([20] * 10)
        random_codegen().save_pretrained(self.folder / "codegen")
        arguments = ("embed", self.folder / "codegen", self.folder / "texts.safetensors", self.folder / "vectors", "--part", 3)
        self.engine(*arguments)
        whole = self.vectors(self.folder / "vectors")
        self.assertEqual(whole.shape, (10, WIDTH))
        torch.testing.assert_close(whole.norm(dim=1), torch.ones(10))
        (self.folder / "vectors/part-00001.safetensors").unlink()
        cut = self.folder / "vectors/part-00002.safetensors"
        cut.write_bytes(cut.read_bytes()[:-5])
        self.assertEqual(self.engine(*arguments)["skipped"], 4)  # parts 0 and 3
        self.assertTrue(torch.equal(self.vectors(self.folder / "vectors"), whole))
        self.assertEqual(self.engine(*arguments, "--pooling", "last", code=1)["error"]["code"], "invalid_input")
        random_codegen(seed=5).save_pretrained(self.folder / "codegen")
        self.assertEqual(self.engine(*arguments, code=1)["error"]["code"], "invalid_input")
        save_file({"tokens": torch.full((5,), VOCABULARY).int(), "ends": torch.tensor([5])}, self.folder / "texts.safetensors")
        self.assertEqual(self.engine("embed", self.folder / "codegen", self.folder / "texts.safetensors", self.folder / "o", code=1)["error"]["code"], "invalid_input")

    def test_what_does_not_fit_is_refused(self):
        model = random_phi()
        model.save_pretrained(self.folder / "phi")
        weights = load_file(self.folder / "phi/model.safetensors")
        arguments = ("logits", self.folder / "phi", self.folder / "tokens.safetensors", self.folder / "out")
        broken = {"missing": {k: v for k, v in weights.items() if k != "lm_head.bias"}, "left over": {**weights, "extra": torch.zeros(2)},
                  "shape": {**weights, "lm_head.bias": torch.zeros(3)}, "type": {**weights, "lm_head.bias": torch.zeros(VOCABULARY, dtype=torch.float64)}}
        for name, tensors in broken.items():
            save_file(tensors, self.folder / "phi/model.safetensors")
            self.assertIn(self.engine(*arguments, code=1)["error"]["code"], ("corrupt", "unsupported"), name)
        save_file(weights, self.folder / "phi/model.safetensors")
        whole = (self.folder / "phi/model.safetensors").read_bytes()
        for name, data in {"cut": whole[:-1], "longer": whole + b"x", "header": b"\xff" * 8 + whole[8:], "empty": b"", "no json": whole[:8] + b"[" + whole[9:]}.items():
            (self.folder / "phi/model.safetensors").write_bytes(data)
            self.assertEqual(self.engine(*arguments, code=1)["error"]["code"], "corrupt", name)


if not (BIN / "primer-engine").exists():
    print("skipped: built without the engine")
    raise SystemExit(77)
main()
