"""primer-cli model fetch against a local Hub: resumed, checked, a token that stays with its host."""
import hashlib
import http.server
import json
import os
import threading
import unittest

from support import ProgramTest, main

WEIGHTS = bytes(range(256)) * 4000
CONFIG = b'{"model_type": "codegen"}\n'
TOKEN = "hf-canary-token"


def git_sha1(content):
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class Hub:
    """The endpoint, and the host its files lie on. `cuts`: how many answers break off in the middle; `lies`: wrong bytes."""

    def __init__(self):
        self.pretends = False
        self.cuts, self.lies, self.ranges, self.tokens = 0, False, [], {"hub": [], "files": []}
        self.files = self.serve("files", self.give_file)
        self.hub = self.serve("hub", self.give_hub)
        self.url = f"http://127.0.0.1:{self.hub.server_port}"

    def serve(self, name, give):
        hub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                hub.tokens[name].append(self.headers.get("Authorization"))
                give(self)

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def close(self):
        for server in (self.hub, self.files):
            server.shutdown()
            server.server_close()

    @staticmethod
    def send(handler, status, body=b"", **headers):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def give_hub(self, handler):
        path = handler.path
        if path == "/api/models/owner/tiny/revision/main":
            return self.send(handler, 200, json.dumps({"sha": "c0ffee"}).encode())
        if path == "/api/models/owner/tiny/tree/c0ffee":
            entries = [{"type": "file", "path": "config.json", "size": len(CONFIG), "oid": git_sha1(CONFIG)},
                       {"type": "file", "path": "model.safetensors", "size": 140, "oid": "0" * 40, "lfs": {"oid": hashlib.sha256(WEIGHTS).hexdigest(), "size": len(WEIGHTS)}},
                       {"type": "file", "path": "pytorch_model.bin", "size": 9, "oid": "1" * 40}, {"type": "directory", "path": "onnx"},
                       {"type": "file", "path": "../evil.json", "size": 1, "oid": "2" * 40}]
            return self.send(handler, 200, json.dumps(entries).encode())
        if path == "/api/models/owner/pickled/revision/main":
            return self.send(handler, 200, b'{"sha": "abc"}')
        if path == "/api/models/owner/pickled/tree/abc":
            return self.send(handler, 200, json.dumps([{"type": "file", "path": "pytorch_model.bin", "size": 9, "oid": "1" * 40}]).encode())
        if path == "/owner/tiny/resolve/c0ffee/config.json":
            return self.send(handler, 200, CONFIG)
        if path == "/owner/tiny/resolve/c0ffee/model.safetensors" and self.pretends:
            return self.send(handler, 302, Location=f"http://127.0.0.1:{self.files.server_port}@localhost.invalid/blob")
        if path == "/owner/tiny/resolve/c0ffee/model.safetensors":
            return self.send(handler, 302, Location=f"http://127.0.0.1:{self.files.server_port}/blob")
        self.send(handler, 404)

    def give_file(self, handler):
        asked = handler.headers.get("Range")
        self.ranges.append(asked)
        begin = int(asked.split("=")[1].rstrip("-")) if asked else 0
        body = (bytes(len(WEIGHTS)) if self.lies else WEIGHTS)[begin:]
        if self.cuts > 0:
            self.cuts -= 1
            handler.send_response(206 if asked else 200)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body[: len(body) // 3])
            handler.connection.close()
            return
        self.send(handler, 206 if asked else 200, body)


class HubTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.hub = Hub()
        self.environment = {name: value for name, value in os.environ.items() if name not in ("HF_TOKEN", "HF_ENDPOINT")}

    def tearDown(self):
        self.hub.close()
        super().tearDown()

    def fetch(self, *arguments, model="owner/tiny", expect=0, **environment):
        return self.run_cli("model", "fetch", model, self.folder / "model", "--endpoint", self.hub.url, *arguments, expect=expect, env=dict(self.environment, **environment))

    def test_breaks_are_gone_on_from(self):
        self.hub.cuts = 2
        fetched = self.fetch(HF_TOKEN=TOKEN)
        self.assertEqual((fetched["commit"], fetched["files"]), ("c0ffee", ["config.json", "model.safetensors"]))
        self.assertEqual((self.folder / "model/model.safetensors").read_bytes(), WEIGHTS)
        self.assertEqual((self.folder / "model/config.json").read_bytes(), CONFIG)
        self.assertEqual(fetched["received"], len(WEIGHTS) + len(CONFIG), "nothing came twice")
        self.assertIsNone(self.hub.ranges[0])
        begin = int(self.hub.ranges[1].removeprefix("bytes=").removesuffix("-"))
        self.assertTrue(len(WEIGHTS) // 3 - 128 * 1024 <= begin <= len(WEIGHTS) // 3, "what was on its way may come again")
        self.assertEqual(set(self.hub.tokens["hub"]), {"Bearer " + TOKEN})
        self.assertEqual(set(self.hub.tokens["files"]), {None}, "the token stays with its host")
        manifest = json.loads((self.folder / "model/primer-model.json").read_text())
        self.assertEqual(manifest["files"]["model.safetensors"]["sha256"], hashlib.sha256(WEIGHTS).hexdigest())
        self.assertEqual(self.fetch()["received"], 0)
        self.assertEqual(sorted(path.name for path in (self.folder / "model").iterdir()), ["config.json", "model.safetensors", "primer-model.json"])

    def test_wrong_bytes_are_refused(self):
        self.hub.lies = True
        error = self.fetch(expect=1)["error"]
        self.assertEqual((error["code"], error["where"]), ("corrupt", "model.safetensors"))
        self.assertFalse((self.folder / "model/model.safetensors").exists())
        self.hub.lies = False
        self.fetch()
        self.assertEqual((self.folder / "model/model.safetensors").read_bytes(), WEIGHTS)

    def test_a_redirect_that_only_looks_like_this_machine(self):
        self.hub.pretends = True
        self.assertEqual(self.fetch(expect=1)["error"]["code"], "invalid_input")
        self.assertEqual(self.hub.ranges, [])

    def test_what_cannot_be_fetched_is_said(self):
        self.assertEqual(self.fetch(model="owner/none", expect=1)["error"]["code"], "not_found")
        self.assertEqual(self.fetch(model="owner/pickled", expect=1)["error"]["code"], "unsupported")
        for name in ("tiny", "a/b/c", "owner/..", "owner/na me"):
            self.assertEqual(self.fetch(model=name, expect=1)["error"]["code"], "invalid_input", name)
        error = self.run_cli("model", "fetch", "owner/tiny", "--endpoint", "http://example.com", expect=1)["error"]
        self.assertEqual(error["code"], "invalid_input")


if __name__ == "__main__":
    main()
