"""An OpenAI-compatible server that writes exercises and lessons, some of them badly, with a ledger of what it charged. Loopback only."""
import hashlib
import http.server
import json
import random
import re
import threading
import time

BEGIN, END = "<<<BEGIN>>>", "<<<END>>>"
BAD = ["wrong_name", "two_functions", "prose_only", "cut", "cut_by_length", "unparsable", "stub", "no_docstring", "copy"]
WRAPPED = ["reasoning", "fenced", "chatty", "tested"]
FAULTS = ["429", "500", "503"]


def exercise(name, seed, rng):
    """Diverse enough to differ from another by more than its name."""
    words = rng.sample("amber basin cedar delta ember fjord grove haven inlet jetty knoll ledge marsh north ocean pearl quill ridge stone tower upper vault water xenon yarrow zebra".split(), 8)
    ops = rng.sample([f"    {words[0]} = [item * {seed % 7 + 2} for item in {words[7]} if item != {seed % 11}]", f"    {words[1]} = sorted({words[7]}, reverse={bool(seed % 2)})[:{seed % 5 + 2}]",
                      f"    {words[2]} = sum(item % {seed % 9 + 3} for item in {words[7]}) - {seed % 13}", f"    {words[3]} = dict(enumerate({words[7]}, start={seed % 17}))"], 3)
    return (f"def {name}({words[7]}):\n    \"\"\"{words[4].capitalize()} {words[5]} of {words[6]} number {seed}: work on a list of {words[7]} and tell what is {words[0]} about it.\"\"\"\n" + "\n".join(ops)
            + f"\n    return {[op.split('=')[0].strip() for op in ops][seed % 3]}\n")


def lesson(seed, rng):
    words = rng.sample("river garden bicycle orchestra harbour kitchen museum library market island lantern compass telescope bakery railway forest calendar glacier theatre workshop festival".split(), 12)
    prose = "".join(f"The {words[i]} stands beside the {words[(i * 5 + seed) % 12]}, and in lesson {seed} we ask what number {seed * (i + 3) % 97} has to do with the {words[(i * 7 + 2) % 12]}. " for i in range(6))
    return f"{prose}\n\n```python\n{words[0]} = [{seed}, {seed + 1}]\nprint(len({words[0]}))  # 2\n```\n\nThat is what a {words[3]} of {seed} means.\n"


class WritingApi:
    """`bad`: share of replies that are badly made; `faults`: share of requests that are refused."""

    def __init__(self, bad=0.0, faults=0.0, seed=1, kind="exercise", delay=0.0):
        self.bad, self.faults, self.kind, self.delay = bad, faults, kind, delay
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.charged = 0
        self.answered = {}  # prompt: how often it was answered
        self.made = {}      # prompt: how
        self.refused = 0
        self.under_way = self.most_under_way = 0
        api = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with api.lock:
                    api.under_way += 1
                    api.most_under_way = max(api.most_under_way, api.under_way)
                try:
                    status, reply = api.answer(body)
                    time.sleep(api.delay)
                finally:
                    with api.lock:
                        api.under_way -= 1
                data = json.dumps(reply).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                except OSError:
                    pass  # the program was killed

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads, request_queue_size = True, 256

            def handle_error(self, *_):
                pass  # a connection that a killed program left

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, body):
        prompt = body["messages"][-1]["content"]
        with self.lock:
            if self.random.random() < self.faults:
                self.refused += 1
                return int(self.random.choice(FAULTS)), {"error": {"message": "not now"}}
            first = self.answered.get(prompt, 0) == 0
            self.answered[prompt] = self.answered.get(prompt, 0) + 1
            seed = int(hashlib.sha256(prompt.encode()).hexdigest()[:6], 16) + (0 if first else 1)
            rng = random.Random(seed)
            how = rng.choice(BAD) if rng.random() < self.bad else rng.choice(WRAPPED + ["plain"] * 4)
            self.made[prompt] = how
        name = re.search(r"named `(\w+)`", prompt)
        content = self.written(how, name.group(1) if name else f"solve_{seed}", seed, rng)
        usage = {"prompt_tokens": len(prompt) // 4 + 1, "completion_tokens": max(1, min(len(content) // 4, body["max_tokens"]))}
        with self.lock:
            self.charged += usage["prompt_tokens"] * 150 + usage["completion_tokens"] * 600
        return 200, {"id": "c", "object": "chat.completion", "model": body["model"], "usage": usage,
                     "choices": [{"index": 0, "finish_reason": "length" if how == "cut_by_length" else "stop", "message": {"role": "assistant", "content": content}}]}

    def written(self, how, name, seed, rng):
        if self.kind == "lesson":
            text = lesson(seed, rng)
            if how in ("unparsable", "stub"):
                text = text.replace("print(len(", "print(len((")
            elif how in ("prose_only", "no_docstring"):
                text = text.split("```")[0]
        else:
            text = exercise(name, seed, rng)
            if how == "wrong_name":
                text = text.replace(f"def {name}", "def solution_of_it")
            elif how == "two_functions":
                text += "\n\ndef helper(value):\n    \"\"\"Help with something that nobody asked for.\"\"\"\n    return value\n"
            elif how == "prose_only":
                text = "A list of things can be walked through with a loop. I would rather describe that than write it."
            elif how == "unparsable":
                text = text.replace("return", "return (")
            elif how == "stub":
                text = re.sub(r'("""\n)(?s:.*)', r"\1    pass\n", text)
            elif how == "no_docstring":
                text = re.sub(r'    """.*"""\n', "", text)
            elif how == "copy":
                text = exercise(name, 4, random.Random(4))
        if how == "fenced":
            text = f"```python\n{text}```" if self.kind == "exercise" else text
        if how == "tested" and self.kind == "exercise":
            text += f"\n\nif __name__ == '__main__':\n    print({name}([1, 2]))\n"
        whole = f"{BEGIN}\n{text}\n{END}"
        if how == "cut":
            whole = whole[:len(whole) * 2 // 3]
        if how == "reasoning":
            whole = f"<think>\nFirst I think of {BEGIN} def wrong(): pass {END}.\n</think>\n" + whole
        if how == "chatty":
            whole = f"Certainly! Here is what you asked for:\n\n{whole}\n\nLet me know if you need more."
        return whole
